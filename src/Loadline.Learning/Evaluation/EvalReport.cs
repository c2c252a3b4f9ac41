namespace Loadline.Learning.Evaluation;

/// <summary>What <c>loadline eval</c> found.</summary>
public sealed record EvalReport
{
    /// <summary>Gets the table's name.</summary>
    public required string Table { get; init; }

    /// <summary>Gets the number of test rows, all splits together.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the models that were routed over.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Gets the model that quality and cost are compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets how rows were split and how often.</summary>
    public required EvalProtocol Protocol { get; init; }

    /// <summary>Gets the routers that were measured; only the one that cross-validation chose may be quoted.</summary>
    public required IReadOnlyList<RouterResult> Routers { get; init; }

    /// <summary>Gets rules without intelligence, and the oracle, on the same rows.</summary>
    public required IReadOnlyList<RouterResult> Baselines { get; init; }
}
