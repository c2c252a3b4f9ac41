namespace Loadline.Core.Checks;

/// <summary>The answer comes to the same as other answers to the same question: earlier drafts, or samples drawn for the purpose.</summary>
/// <param name="share">The least share of the others that must agree, in (0,1]. Default: 0.5.</param>
/// <param name="samples">How many more answers a cascade draws from the same candidate to compare with; each is paid. From 0 to 10; default: 0.</param>
/// <remarks>Where there are no others nothing agrees. Self-consistency after Wang et al. 2022 (arXiv 2203.11171).</remarks>
public sealed class AgreementCheck(double share = 0.5, int samples = 0) : Check
{
    public override string Kind => "agreement";

    public override int Samples => samples;

    public override CheckResult Run(AnswerToCheck answer)
    {
        var own = ExtractedAnswer.Of(answer.Text);
        var agree = answer.Others.Count(other => ExtractedAnswer.Of(other) == own);
        return own.Length > 0 && answer.Others.Count > 0 && agree >= share * answer.Others.Count
            ? CheckResult.Pass
            : CheckResult.Fail($"{agree} of {answer.Others.Count} other answers agree");
    }
}
