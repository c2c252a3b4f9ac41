namespace Loadline.Core.Checks;

/// <summary>The answer is the key, white space at the ends and between words aside.</summary>
/// <param name="ignoreCase">Whether case counts not. Default: it counts not.</param>
public sealed class ExactCheck(bool ignoreCase = true) : Check
{
    private readonly StringComparison _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <inheritdoc/>
    public override string Kind => "exact";

    /// <inheritdoc/>
    public override bool NeedsExpected => true;

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        var text = Plain(answer.Text);
        foreach (var expected in answer.Expected)
        {
            if (string.Equals(text, Plain(expected), _comparison))
            {
                return CheckResult.Pass;
            }
        }

        return CheckResult.Fail("not the expected text");
    }

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
