namespace Loadline.Dashboard.Tests.Browser;

/// <summary>What the browser saw.</summary>
/// <param name="Pages">Pages looked at, by name, width and theme.</param>
/// <param name="Journeys">Journeys that came to their end.</param>
/// <param name="Problems">Whatever was wrong.</param>
internal sealed record BrowserReport(IReadOnlyList<string> Pages, IReadOnlyList<string> Journeys, IReadOnlyList<string> Problems);
