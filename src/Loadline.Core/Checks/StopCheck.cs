namespace Loadline.Core.Checks;

/// <summary>The model ended its answer by itself, rather than being cut off or filtered.</summary>
/// <param name="reasons">The stop reasons that are good. Default: <c>stop</c> and <c>tool_calls</c>.</param>
/// <remarks>An answer whose reason was not recorded fails: that it was whole cannot be known.</remarks>
public sealed class StopCheck(IReadOnlyList<string>? reasons = null) : Check
{
    private readonly IReadOnlyList<string> _reasons = reasons is { Count: > 0 } ? reasons : ["stop", "tool_calls"];

    /// <inheritdoc/>
    public override string Kind => "stop";

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer) =>
        answer.StopReason is { } reason && _reasons.Contains(reason, StringComparer.Ordinal)
            ? CheckResult.Pass : CheckResult.Fail($"the answer stopped by '{answer.StopReason ?? "nobody knows what"}'");
}
