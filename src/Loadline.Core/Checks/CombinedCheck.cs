namespace Loadline.Core.Checks;

/// <summary>Several checks in one: the lowest of their scores (<c>all</c>), or the highest (<c>any</c>).</summary>
public sealed class CombinedCheck(bool all, IReadOnlyList<Check> parts) : Check
{
    public override string Kind => all ? "all" : "any";

    public override bool NeedsExpected => parts.Any(part => part.NeedsExpected);

    public override CheckResult Run(AnswerToCheck answer)
    {
        var results = parts.Select(part => part.Run(answer));
        return all ? results.MinBy(result => result.Score) : results.MaxBy(result => result.Score);
    }
}
