namespace Loadline.Core.Decisions;

/// <summary>The signals that this decision computed; those it did not need are <see langword="null"/>.</summary>
public sealed record SignalsRecord
{
    /// <summary>Gets the estimated prompt tokens.</summary>
    public int? Tokens { get; init; }

    public int Turns { get; init; }

    public string? Language { get; init; }

    public string? Task { get; init; }

    public string? Domain { get; init; }

    /// <summary>Gets the code share of the last user message, in [0,1].</summary>
    public double? Code { get; init; }

    /// <summary>Gets how mathematical the last user message is, in [0,1].</summary>
    public double? Math { get; init; }

    /// <summary>Gets the complexity, in [0,1].</summary>
    public double? Complexity { get; init; }

    /// <summary>Gets what made the complexity up: part name to its contribution.</summary>
    public IReadOnlyDictionary<string, double>? ComplexityParts { get; init; }

    public IReadOnlyList<string>? Pii { get; init; }

    public int Images { get; init; }

    public int Audio { get; init; }

    public int Tools { get; init; }

    public bool Schema { get; init; }

    public string? Priority { get; init; }
}
