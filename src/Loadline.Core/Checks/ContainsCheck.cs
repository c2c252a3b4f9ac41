namespace Loadline.Core.Checks;

/// <summary>The answer contains the key, or texts that the definition names.</summary>
/// <param name="texts">What to look for; empty: the row's answer key.</param>
/// <param name="all">Whether all must be there, rather than one.</param>
/// <param name="ignoreCase">Whether case counts not. Default: it counts not.</param>
public sealed class ContainsCheck(IReadOnlyList<string> texts, bool all = false, bool ignoreCase = true) : Check
{
    private readonly StringComparison _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <inheritdoc/>
    public override string Kind => "contains";

    /// <inheritdoc/>
    public override bool NeedsExpected => texts.Count == 0;

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        var wanted = texts.Count > 0 ? texts : answer.Expected;
        var missing = wanted.FirstOrDefault(text => !answer.Text.Contains(text, _comparison));
        var found = all ? missing is null : wanted.Any(text => answer.Text.Contains(text, _comparison));
        return found ? CheckResult.Pass : CheckResult.Fail($"'{missing}' is not in the answer");
    }
}
