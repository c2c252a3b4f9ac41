using System.Globalization;
using System.Text.Json;
using Loadline.Core.Cascades;
using Loadline.Core.Checks;
using Loadline.Core.Plans;

namespace Loadline.Core.Parallels;

/// <summary>Several candidates at once; one answer is served, all are paid.</summary>
public sealed record ParallelConfig : PlanConfig
{
    /// <inheritdoc/>
    public override string Kind => "parallel";

    /// <summary>Gets which of the answers is served.</summary>
    public required ParallelTake Take { get; init; }

    /// <summary>Gets the check: what a race's winner must pass, what the best scores highest in; <see langword="null"/> where none is needed.</summary>
    public Check? Check { get; init; }

    /// <summary>Gets the check as it was written.</summary>
    public JsonElement? CheckSource { get; init; }

    /// <summary>Gets the most candidates asked at once. From 2 to 8; default: 3.</summary>
    public int Most { get; init; } = 3;

    /// <summary>Gets how long answers are waited for once asked; then what has come is chosen from. Default: 30 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override Check? Judging => Check;

    /// <inheritdoc/>
    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"parallel {Take.ToString().ToLowerInvariant()} {string.Join(" + ", Candidates)}, at most {Most}, deadline {Deadline.TotalSeconds} s")
        + (CheckSource is { } check ? ", by " + check.GetRawText() + DraftChecks.Digests(Check) : "");
}
