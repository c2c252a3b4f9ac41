namespace Loadline.Core.Watching;

/// <summary>What the watch of a route has seen since its certificate was taken.</summary>
public sealed record RouteWatch
{
    /// <summary>Gets the bets against the line, of each proven setting, safest first; one for a route without settings.</summary>
    public IReadOnlyList<LineBetState> Settings { get; init; } = [];

    /// <summary>Gets the bet that the dearest setting that was taken away holds its line again; <see langword="null"/> unless the watch stepped back.</summary>
    public LineBetState? Recovery { get; init; }

    /// <summary>Gets the reverse audits that the recovery's bet has seen.</summary>
    public long RecoveryAudits { get; init; }

    /// <summary>Gets the audits.</summary>
    public long Audits { get; init; }

    /// <summary>Gets what was really served, by grades.</summary>
    public PairSums Realised { get; init; } = new();

    /// <summary>Gets what routing would have served, by grades, whether it did or not.</summary>
    public PairSums Routed { get; init; } = new();

    /// <summary>Gets the audits in which every candidate was asked.</summary>
    public long AllAsked { get; init; }

    /// <summary>Gets those where routing chose what a judge would have who saw all answers: the best grade, of equals the cheapest.</summary>
    public long AllRight { get; init; }

    /// <summary>Gets those where a cheaper candidate had as good a grade.</summary>
    public long AllTimid { get; init; }

    /// <summary>Gets the audits that a person labelled after they had been drawn for it.</summary>
    public long Labelled { get; init; }

    /// <summary>Gets those of them where the person's grade of either answer lay half or more from the judge's.</summary>
    public long JudgeWrong { get; init; }

    /// <summary>Gets the audits that were drawn for a label and wait for it.</summary>
    public long WaitingForLabels { get; init; }

    /// <summary>Gets what all audits cost, in USD.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Gets how often routing chose the reference, watched for a shift.</summary>
    public ShiftState? ReferenceShare { get; init; }

    /// <summary>Gets how often requests were unlike the training rows, watched for a shift.</summary>
    public ShiftState? Novelty { get; init; }

    /// <summary>Gets the segments of requests, compared with the certifying rows'; <see langword="null"/> before the first, or where the certificate names none.</summary>
    public MixState? Mix { get; init; }

    /// <summary>Gets the bet that the judge errs more than it may.</summary>
    public BetState? Judge { get; init; }

    /// <summary>Gets how far the judge is followed, by the labels so far; <see langword="null"/> before the first.</summary>
    public JudgeTrust? Trust { get; init; }

    /// <summary>Gets each candidate's grades, watched for a fall.</summary>
    public IReadOnlyDictionary<string, ShiftState> Candidates { get; init; } = new Dictionary<string, ShiftState>();
}
