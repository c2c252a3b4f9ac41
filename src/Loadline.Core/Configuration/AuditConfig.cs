namespace Loadline.Core.Configuration;

/// <summary>How a route's requests are audited.</summary>
public sealed record AuditConfig
{
    /// <summary>What a judge is taken to err by, unless the config says otherwise.</summary>
    public const double UsualJudgeError = 0.10;

    /// <summary>Gets the probability with which a request is audited, in (0,1]. Default: 2 %.</summary>
    public double Rate { get; init; } = 0.02;

    /// <summary>Gets the probability with which every candidate is asked; at most <see cref="Rate"/>. Default: 0.</summary>
    public double All { get; init; }

    /// <summary>Gets the probability with which an audit is drawn for a person's label. Default: 0.</summary>
    public double Labels { get; init; }

    /// <summary>Gets requests that are audited at another rate; the first whose condition holds counts.</summary>
    public IReadOnlyList<AuditStratum> Strata { get; init; } = [];

    /// <summary>Gets the share of drawn labels that may contradict the judge, in [0,1). Default: <see cref="UsualJudgeError"/>.</summary>
    public double JudgeError { get; init; } = UsualJudgeError;

    /// <summary>Gets the least probability with which any request is audited.</summary>
    public double LeastRate => Strata.Aggregate(Rate, (least, stratum) => Math.Min(least, stratum.Rate));

    /// <summary>Gets the grader of the config that grades answers; <see langword="null"/>: <see cref="Judge"/> does.</summary>
    public string? Grader { get; init; }

    /// <summary>Gets the model that grades answers.</summary>
    public string? Judge { get; init; }

    /// <summary>Gets what the judge is to look at, beside being right and useful.</summary>
    public string? Rubric { get; init; }

    /// <summary>Gets the most that audits may cost in a day (UTC), in USD; <see langword="null"/>: no limit.</summary>
    public decimal? DailyUsd { get; init; }
}
