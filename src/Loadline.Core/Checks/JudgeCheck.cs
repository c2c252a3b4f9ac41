namespace Loadline.Core.Checks;

/// <summary>A judging model grades the answer from 0 to 10 by a rubric; a tenth of that is the score. Its calls are paid.</summary>
/// <param name="model">The model that is asked: one of the config's, and none of those it judges.</param>
/// <param name="rubric">What it is to look at, beside being right and useful; <see langword="null"/>: nothing else.</param>
/// <param name="atLeast">The least score that passes, in (0,1].</param>
/// <param name="timeout">How long an answer may take.</param>
/// <param name="opens">Whether the answer passes where the judge could not say.</param>
public sealed class JudgeCheck(string model, string? rubric, double atLeast, TimeSpan timeout, bool opens) : AskedCheck(atLeast, timeout, opens)
{
    /// <inheritdoc/>
    public override string Kind => "judge";

    /// <summary>Gets the model that is asked.</summary>
    public string Model => model;

    /// <summary>Gets what it is to look at above all.</summary>
    public string? Rubric => rubric;
}
