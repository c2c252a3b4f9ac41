using System.Globalization;

namespace Loadline.Core.Checks;

/// <summary>The weighted mean of several checks' scores is high enough.</summary>
/// <param name="parts">The checks.</param>
/// <param name="weights">Parallel; above 0.</param>
/// <param name="atLeast">The least mean, in (0,1].</param>
public sealed class ScoredCheck(IReadOnlyList<Check> parts, IReadOnlyList<double> weights, double atLeast) : Check
{
    /// <inheritdoc/>
    public override string Kind => "score";

    /// <inheritdoc/>
    public override bool NeedsExpected => parts.Any(part => part.NeedsExpected);

    /// <inheritdoc/>
    public override IEnumerable<Check> Parts => parts;

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        var sum = 0.0;
        for (var i = 0; i < parts.Count; i++)
        {
            sum += weights[i] * parts[i].Run(answer).Score;
        }

        return ToResult(sum / weights.Sum());
    }

    // Whoever costs nothing goes first; nobody is asked where even the best or the worst could not change the verdict.

    /// <inheritdoc/>
    public override async ValueTask<CheckResult> RunAsync(AnswerToCheck answer, ICheckAsker asker, CancellationToken cancellationToken)
    {
        var (sum, left, whole) = (0.0, weights.Sum(), weights.Sum());
        foreach (var i in Enumerable.Range(0, parts.Count).OrderBy(i => parts[i].MustAsk))
        {
            if (parts[i].MustAsk && (sum >= atLeast * whole || sum + left < atLeast * whole))
            {
                break;
            }

            sum += weights[i] * (await parts[i].RunAsync(answer, asker, cancellationToken).ConfigureAwait(false)).Score;
            left -= weights[i];
        }

        return ToResult(sum / whole);
    }

    private CheckResult ToResult(double mean)
    {
        return mean >= atLeast ? CheckResult.Pass
            : new CheckResult(Math.Min(mean, 0.999), string.Create(CultureInfo.InvariantCulture, $"the checks' mean is {mean:0.00}, below {atLeast:0.00}"));
    }
}
