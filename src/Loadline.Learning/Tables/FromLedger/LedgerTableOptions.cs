namespace Loadline.Learning.Tables.FromLedger;

/// <summary>What a table of a route's own history is made of.</summary>
public sealed record LedgerTableOptions
{
    /// <summary>Gets a value indicating whether rows get features although their text was kept. Default: no.</summary>
    public bool FeaturesOnly { get; init; }

    /// <summary>Gets the only source of feedback that counts; <see langword="null"/>: the mean of all sources.</summary>
    public string? FeedbackSource { get; init; }

    /// <summary>Gets a value indicating whether feedback goes before an audit of the same request. Default: the audit does.</summary>
    public bool PreferFeedback { get; init; }
}
