namespace Loadline.Core.Checks;

/// <summary>The answer comes to the same as other answers to the same question: earlier drafts, or samples drawn for the purpose.</summary>
/// <param name="share">The least share of the others that must agree, in (0,1]. Default: 0.5.</param>
/// <param name="samples">How many more answers a cascade draws from the same candidate to compare with; each is paid. From 0 to 10; default: 0.</param>
/// <param name="timeout">How long samples are waited for; then what has come is compared. <see langword="null"/>: as long as the request has.</param>
/// <param name="opens">Whether the answer passes where nothing came to compare it with.</param>
/// <remarks>Where there are no others nothing agrees. Self-consistency after Wang et al. 2022 (arXiv 2203.11171).</remarks>
public sealed class AgreementCheck(double share = 0.5, int samples = 0, TimeSpan? timeout = null, bool opens = false) : Check
{
    /// <inheritdoc/>
    public override string Kind => "agreement";

    /// <inheritdoc/>
    public override int Samples => samples;

    /// <inheritdoc/>
    public override TimeSpan? SampleTimeout => timeout;

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        if (opens && answer.Others.Count == 0)
        {
            return new CheckResult(1, "there is nothing to compare with, so it is let through");
        }

        var own = ExtractedAnswer.Of(answer.Text);
        var agree = answer.Others.Count(other => ExtractedAnswer.Of(other) == own);
        return own.Length > 0 && answer.Others.Count > 0 && agree >= share * answer.Others.Count
            ? CheckResult.Pass
            : CheckResult.Fail($"{agree} of {answer.Others.Count} other answers agree");
    }
}
