namespace Loadline.Learning.Evaluation;

/// <summary>What <c>loadline eval</c> found.</summary>
public sealed record EvalReport
{
    public required string Table { get; init; }

    /// <summary>Gets the number of test rows, all splits together.</summary>
    public required int Rows { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public required string Reference { get; init; }

    public required EvalProtocol Protocol { get; init; }

    public required IReadOnlyList<RouterResult> Routers { get; init; }

    public required IReadOnlyList<RouterResult> Baselines { get; init; }
}
