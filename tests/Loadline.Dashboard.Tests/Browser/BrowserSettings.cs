namespace Loadline.Dashboard.Tests.Browser;

/// <summary>What the browser is told.</summary>
internal sealed record BrowserSettings
{
    public required string Address { get; init; }

    /// <summary>Gets the key that journeys log in with; empty: nothing asks for one, and there are no journeys.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the widths and themes to look in; <see langword="null"/>: 390 and 1440 px, light and dark.</summary>
    public IReadOnlyList<object[]>? Looks { get; init; }

    /// <summary>Gets a value indicating whether pages are looked at as a printer has them, too.</summary>
    public bool Prints { get; init; }

    /// <summary>Gets markup that must never become part of a page.</summary>
    public required string Hostile { get; init; }

    /// <summary>Gets the recorded row whose answer is that markup.</summary>
    public required string Row { get; init; }

    /// <summary>Gets the route whose mode is changed.</summary>
    public string Route { get; init; } = "";

    /// <summary>Gets the pages to look at: a name for the screenshots, and the address below the dashboard's.</summary>
    public required IReadOnlyDictionary<string, string> Pages { get; init; }

    /// <summary>Gets how often each page is loaded to be measured.</summary>
    public int Loads { get; init; } = 1;

    /// <summary>Gets how long one page follows what happens; 0: not at all.</summary>
    public int SoakSeconds { get; init; }

    public string Browser { get; init; } = "";

    public string Screenshots { get; init; } = "";
}
