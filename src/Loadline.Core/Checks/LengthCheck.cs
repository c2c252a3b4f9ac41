namespace Loadline.Core.Checks;

/// <summary>The answer is neither empty nor too short or long.</summary>
/// <param name="minChars">The fewest characters, white space at the ends not counted. Default: 1.</param>
/// <param name="maxChars">The most characters. Default: no bound.</param>
/// <param name="maxWords">The most words. Default: no bound.</param>
public sealed class LengthCheck(int minChars = 1, int maxChars = int.MaxValue, int maxWords = int.MaxValue) : Check
{
    /// <inheritdoc/>
    public override string Kind => "length";

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        var length = answer.Text.AsSpan().Trim().Length;
        return length < minChars ? CheckResult.Fail("the answer is too short")
            : length > maxChars || (maxWords < int.MaxValue && Words(answer.Text) > maxWords) ? CheckResult.Fail("the answer is too long")
            : CheckResult.Pass;
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
