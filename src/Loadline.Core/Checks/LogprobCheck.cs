using System.Globalization;

namespace Loadline.Core.Checks;

/// <summary>The model was sure of what it wrote, by its tokens' log-probabilities (natural logarithms).</summary>
/// <param name="mean">The lowest mean allowed; <see langword="null"/>: not looked at.</param>
/// <param name="min">The lowest single token allowed.</param>
/// <param name="entropy">The highest mean entropy over the alternatives allowed, in nats.</param>
/// <param name="first">Only so many tokens from the start are looked at; 0: all.</param>
/// <param name="early">How many tokens a running verdict needs; 0: none is given before the end.</param>
/// <param name="opens">Whether the answer passes where none came with it (fail-open); else it fails.</param>
/// <remarks>
/// A running verdict on the mean is given once its interval (two standard errors) lies on one side of the bound; on the lowest token only
/// against the answer, because any later token may be the lowest; with <c>first</c>, after so many tokens, exactly.
/// </remarks>
public sealed class LogprobCheck(double? mean = null, double? min = null, double? entropy = null, int first = 0, int early = 0, bool opens = false) : Check
{
    private const double StandardErrors = 2;

    /// <inheritdoc/>
    public override string Kind => "logprob";

    /// <summary>Gets a value indicating whether providers must be asked for alternatives, too.</summary>
    public bool NeedsAlternatives => entropy is not null;

    /// <summary>Gets how many tokens from the start are looked at; 0: all.</summary>
    public int First => first;

    /// <inheritdoc/>
    public override bool DecidesEarly => first > 0 || early > 0 || min is not null;

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer) =>
        answer.Logprobs is not { } tokens || double.IsNaN(tokens.Mean) ? Unknown()
        : tokens.Mean < mean ? Fail("mean log-probability", tokens.Mean, mean.Value)
        : min is { } lowest && !(tokens.Min >= lowest) ? Fail("lowest log-probability", tokens.Min, lowest)
        : entropy is { } most && !(tokens.Entropy <= most) ? Fail("entropy", tokens.Entropy, most)
        : CheckResult.Pass;

    /// <inheritdoc/>
    public override CheckResult? RunEarly(AnswerToCheck soFar)
    {
        if (soFar.Logprobs is not { Count: > 0 } tokens)
        {
            return null;
        }

        if (first > 0)
        {
            return tokens.Count >= first ? Run(soFar) : null;
        }

        if (tokens.Min < min)
        {
            return Run(soFar);
        }

        if (early == 0 || tokens.Count < Math.Max(2, early) || mean is not { } bound)
        {
            return null;
        }

        var margin = StandardErrors * tokens.Deviation / Math.Sqrt(tokens.Count);
        return tokens.Mean + margin < bound ? Fail("mean log-probability", tokens.Mean, bound)
            : tokens.Mean - margin >= bound && min is null && entropy is null ? CheckResult.Pass : null;
    }

    private CheckResult Unknown() =>
        opens ? new CheckResult(1, "no log-probabilities came with the answer, so it is let through") : CheckResult.Fail("no log-probabilities came with the answer");

    private static CheckResult Fail(string what, double found, double bound) =>
        CheckResult.Fail(string.Create(CultureInfo.InvariantCulture, $"{what} {found:0.00}, bound {bound:0.00}"));
}
