using Loadline.Core.Decisions;

namespace Loadline.Cli.Replay;

/// <summary>What a replay came to; costs in the table's unit (USD unless it states another).</summary>
/// <param name="Table">The outcome table's name.</param>
/// <param name="Simulated">Always true: no provider was called.</param>
/// <param name="Answers"><c>recorded</c> from real models, or <c>simulated</c>: then quality, cost and speed are made up as well.</param>
/// <param name="Speed">How many times faster than life it ran; latencies count the models' full time, and the gateway's own as measured.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Errors">Requests without a whole, correct answer.</param>
/// <param name="Models">What each model served.</param>
/// <param name="Routed">All requests together.</param>
/// <param name="Baselines">What simple rules would have come to on the same rows.</param>
/// <param name="FirstErrors">Up to five error messages, to find the cause by.</param>
internal sealed record ReplayReport(
    string Table,
    bool Simulated,
    string Answers,
    int Speed,
    int Requests,
    int Errors,
    IReadOnlyList<ReplayModel> Models,
    RoutedResult Routed,
    IReadOnlyList<Baseline> Baselines,
    IReadOnlyList<string> FirstErrors)
{
    public const string RecordedAnswers = "recorded";
    public const string SimulatedAnswers = "simulated";

    /// <summary>Gets the gateway's own sums, as its statistics and its dashboard show them; <see langword="null"/> where they were not asked for.</summary>
    public GatewaySums? Gateway { get; init; }
}

/// <summary>What the gateway itself counted, exact, in USD.</summary>
/// <param name="CostUsd">What all requests cost, failed ones included.</param>
/// <param name="ReferenceCostUsd">What the reference would have cost for the same tokens.</param>
/// <param name="SavedUsd">The difference.</param>
internal sealed record GatewaySums(decimal CostUsd, decimal ReferenceCostUsd, decimal SavedUsd)
{
    public static GatewaySums Create(IReadOnlyList<ModelTotals> totals)
    {
        var (cost, reference) = (totals.Sum(one => one.CostUsd), totals.Sum(one => one.ReferenceCostUsd));
        return new GatewaySums(cost, reference, reference - cost);
    }
}

/// <summary>What one model served.</summary>
/// <param name="Name">The model.</param>
/// <param name="Requests">Requests it served.</param>
/// <param name="Share">Its share of all answered requests, in [0,1].</param>
/// <param name="Quality">Mean recorded quality of its answers, in [0,1].</param>
/// <param name="CostUsd">What the gateway said they cost, together.</param>
/// <param name="LatencyMs">Mean milliseconds to the whole answer.</param>
internal sealed record ReplayModel(string Name, int Requests, double Share, double Quality, decimal CostUsd, double LatencyMs);

/// <summary>All requests of a replay together.</summary>
/// <param name="Quality">Mean recorded quality, in [0,1].</param>
/// <param name="CostUsd">What the gateway said they cost, together.</param>
/// <param name="LatencyMs">Mean milliseconds to the whole answer.</param>
/// <param name="SavedVsStrongest">Share of the strongest model's cost that was not spent, in [0,1]; negative where more was spent.</param>
/// <param name="QualityVsStrongest">Quality relative to the strongest model's.</param>
/// <param name="EscalationRate">Share served by the reference, in [0,1].</param>
/// <param name="RoutingAccuracy">Share where a model with the best quality of the row was chosen, in [0,1].</param>
/// <param name="CheapestBestAccuracy">Share where the cheapest such model was chosen, in [0,1].</param>
internal sealed record RoutedResult(
    double Quality,
    decimal CostUsd,
    double LatencyMs,
    double SavedVsStrongest,
    double QualityVsStrongest,
    double EscalationRate,
    double RoutingAccuracy,
    double CheapestBestAccuracy);

/// <summary>A simple rule's result on the same rows, from the table alone.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Quality">Mean recorded quality, in [0,1].</param>
/// <param name="CostUsd">Recorded cost, together.</param>
/// <param name="LatencyMs">Mean recorded milliseconds to the whole answer; <see langword="null"/> where the table has none.</param>
/// <param name="Note">What it knows that a router cannot, or which model it is.</param>
internal sealed record Baseline(string Name, double Quality, decimal CostUsd, double? LatencyMs, string Note);
