namespace Loadline.Core.Checks;

/// <summary>Several checks in one: the lowest of their scores (<c>all</c>), or the highest (<c>any</c>).</summary>
public sealed class CombinedCheck(bool all, IReadOnlyList<Check> parts) : Check
{
    /// <inheritdoc/>
    public override string Kind => all ? "all" : "any";

    /// <inheritdoc/>
    public override bool NeedsExpected => parts.Any(part => part.NeedsExpected);

    /// <inheritdoc/>
    public override IEnumerable<Check> Parts => parts;

    /// <inheritdoc/>
    public override bool DecidesEarly => parts.Any(part => part.DecidesEarly);

    // All fail as soon as one does; any passes as soon as one does.

    /// <inheritdoc/>
    public override CheckResult? RunEarly(AnswerToCheck soFar)
    {
        CheckResult? last = null;
        var isDecided = true;
        foreach (var part in parts)
        {
            var early = part.RunEarly(soFar);
            if (early is { } verdict && verdict.Passed != all)
            {
                return verdict;
            }

            isDecided &= early is not null;
            last = early ?? last;
        }

        return isDecided ? last : null;
    }

    // Whoever costs nothing goes first; nobody is asked what could change nothing.

    /// <inheritdoc/>
    public override async ValueTask<CheckResult> RunAsync(AnswerToCheck answer, ICheckAsker asker, CancellationToken cancellationToken)
    {
        CheckResult? worst = null;
        foreach (var part in parts.OrderBy(part => part.MustAsk))
        {
            var result = await part.RunAsync(answer, asker, cancellationToken).ConfigureAwait(false);
            worst = worst is not { } before || (all ? result.Score < before.Score : result.Score > before.Score) ? result : worst;
            if (result.Passed != all)
            {
                break;
            }
        }

        return worst!.Value;
    }

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        var results = parts.Select(part => part.Run(answer));
        return all ? results.MinBy(result => result.Score) : results.MaxBy(result => result.Score);
    }
}
