using Loadline.Core.Watching;

namespace Loadline.Gateway.Endpoints;

/// <summary>How a route stands. Shares in [0,1]; estimates come with their 95 % intervals.</summary>
public sealed record RouteReport
{
    public required string Route { get; init; }

    /// <summary>Gets the mode in force: <c>observe</c>, <c>canary 10%</c>, <c>enforce</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Gets the mode that config or operator ask for.</summary>
    public required string Asked { get; init; }

    /// <summary>Gets why: <c>certified</c>, <c>uncertified</c>, <c>observing</c>, or what is missing.</summary>
    public required string Why { get; init; }

    public string? Line { get; init; }

    public required string Digest { get; init; }

    public string? Certificate { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>Gets which of the proven settings serves, counted from the safest.</summary>
    public string? Setting { get; init; }

    public int StepsBack { get; init; }

    public int Alarms { get; init; }

    public int Recoveries { get; init; }

    /// <summary>Gets the audits since the certificate was taken.</summary>
    public long Audits { get; init; }

    /// <summary>Gets the audits since the watch stepped back.</summary>
    public long RecoveryAudits { get; init; }

    /// <summary>Gets the wealth against the line; it starts at 1.</summary>
    public double? Wealth { get; init; }

    /// <summary>Gets the wealth that is an alarm.</summary>
    public double? AlarmAt { get; init; }

    /// <summary>Gets the share of the reference's quality that was served.</summary>
    public Estimate? Kept { get; init; }

    /// <summary>Gets the share of requests that were served worse by half a grade or more.</summary>
    public Estimate? Lost { get; init; }

    /// <summary>Gets the share of the reference's quality that routing would serve, where it did not, too.</summary>
    public Estimate? RoutedKept { get; init; }

    public Estimate? RoutedLost { get; init; }

    /// <summary>Gets what the canary shows, or showed when it ended; <see langword="null"/> where there was none since the certificate was taken.</summary>
    public CanaryResult? Canary { get; init; }

    /// <summary>Gets how often routing chose what a judge would have who saw all answers.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Gets how often a cheaper candidate had as good an answer.</summary>
    public double? Timid { get; init; }

    public long LabelsWaiting { get; init; }

    /// <summary>Gets how often people's labels contradicted the judge by half a grade or more.</summary>
    public double? JudgeWrong { get; init; }

    public long Requests { get; init; }

    public double? ReferenceShare { get; init; }

    public double? EscalationShare { get; init; }

    public double? DowngradeShare { get; init; }

    /// <summary>Gets what audits cost since the certificate was taken.</summary>
    public decimal AuditUsd { get; init; }

    public decimal AuditUsdToday { get; init; }

    /// <summary>Gets what the reference alone would have cost more, audits paid.</summary>
    public Estimate? NetSavingsUsd { get; init; }

    public IReadOnlyList<string> Noticed { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How every route stands.</summary>
internal sealed record RouteList(IReadOnlyList<RouteReport> Routes);

/// <summary>What happened to routes, newest first.</summary>
internal sealed record RouteEventList(IReadOnlyList<RouteEvent> Events);
