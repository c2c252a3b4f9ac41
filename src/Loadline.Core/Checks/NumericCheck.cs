namespace Loadline.Core.Checks;

/// <summary>The answer's number is the key's, within a tolerance.</summary>
/// <param name="tolerance">The absolute difference allowed. Default: 0.</param>
/// <param name="relative">The difference allowed as a share of the key's size. Default: 10⁻⁶.</param>
/// <remarks>The answer's number is the one in its last <c>\boxed{…}</c>, after its last <c>####</c>, or else its last one (<see cref="AnswerNumber"/>).</remarks>
public sealed class NumericCheck(double tolerance = 0, double relative = 1e-6) : Check
{
    /// <inheritdoc/>
    public override string Kind => "numeric";

    /// <inheritdoc/>
    public override bool NeedsExpected => true;

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        if (AnswerNumber.Find(answer.Text) is not { } found)
        {
            return CheckResult.Fail("no number in the answer");
        }

        foreach (var key in answer.Expected)
        {
            var expected = AnswerNumber.Find(key) ?? throw new CheckException($"the answer key '{key}' holds no number");
            if (IsNear(found, expected))
            {
                return CheckResult.Pass;
            }
        }

        return CheckResult.Fail(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the number is {found.Value}"));
    }

    // "50 %" answers both 50 and 0.5 where only one side says per cent: which was meant cannot be told.
    private bool IsNear(AnswerNumber found, AnswerNumber expected) =>
        IsNear(found.Value, expected.Value)
        || (found.IsPercent && !expected.IsPercent && IsNear(found.Value / 100, expected.Value))
        || (expected.IsPercent && !found.IsPercent && IsNear(found.Value, expected.Value / 100));

    private bool IsNear(double found, double expected) => Math.Abs(found - expected) <= tolerance + (relative * Math.Abs(expected));
}
