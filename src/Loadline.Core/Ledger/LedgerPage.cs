namespace Loadline.Core.Ledger;

/// <summary>A part of a listing. Readers ask page by page, so that no long read holds an engine's log open.</summary>
public sealed record LedgerPage
{
    /// <summary>Gets which decisions are listed. Default: all.</summary>
    public LedgerFilter Filter { get; init; } = LedgerFilter.All;

    /// <summary>Gets the most rows. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Gets the last id of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Gets a value indicating whether the newest come first. Default: true.</summary>
    public bool NewestFirst { get; init; } = true;

    /// <summary>Gets a value indicating whether prompts and answers are read, too, where they are kept.</summary>
    public bool WithContent { get; init; }
}
