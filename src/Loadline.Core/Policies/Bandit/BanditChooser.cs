namespace Loadline.Core.Policies;

/// <summary>Chooses by estimates, with the cap on exploration, and says how probable the choice was.</summary>
internal static class BanditChooser
{
    /// <summary>Closes arms that are surely below the floor, and marks those whose estimate is below it as good for trying only.</summary>
    public static void ApplyFloor(Span<BanditEstimate> estimates, double floor, int reference)
    {
        if (floor <= 0 || reference < 0)
        {
            return;
        }

        var least = floor * estimates[reference].Quality;
        for (var i = 0; i < estimates.Length; i++)
        {
            estimates[i].IsBelowFloor = i != reference && estimates[i].Quality < least;
            estimates[i].IsOpen &= i == reference || estimates[i].Quality + estimates[i].Error >= least;
        }
    }

    /// <summary>Chooses.</summary>
    public static BanditChoice Choose(in BanditSettings settings, ReadOnlySpan<BanditEstimate> estimates, Random random)
    {
        var best = Best(estimates);
        if (best < 0)
        {
            return new BanditChoice(-1, 1, 0, false);
        }

        // A few unlucky judgements would close an arm for good: bound and draw are both as wrong as the noise that they take for granted.
        if (Seldom(estimates, settings.First) is var seldom and >= 0 && seldom != best)
        {
            return random.NextDouble() < settings.Explore
                ? new BanditChoice(seldom, settings.Explore, estimates[seldom].Quality, true, true)
                : new BanditChoice(best, 1 - settings.Explore, estimates[best].Quality, false);
        }

        return settings.Algorithm == BanditAlgorithm.LinUcb ? Ucb(settings, estimates, best, random) : Thompson(settings, estimates, best, random);
    }

    private static int Best(ReadOnlySpan<BanditEstimate> estimates)
    {
        var best = -1;
        for (var i = 0; i < estimates.Length; i++)
        {
            if (estimates[i] is { IsOpen: true, IsBelowFloor: false } && (best < 0 || estimates[i].Value > estimates[best].Value))
            {
                best = i;
            }
        }

        return best;
    }

    // Who was judged least, where that is less than the first judgements that everybody gets.
    private static int Seldom(ReadOnlySpan<BanditEstimate> estimates, int first)
    {
        var least = -1;
        for (var i = 0; i < estimates.Length; i++)
        {
            if (estimates[i].IsOpen && estimates[i].Count < first && (least < 0 || estimates[i].Count < estimates[least].Count))
            {
                least = i;
            }
        }

        return least;
    }

    // The bound itself leaves nothing to chance; the cap does: where bound and estimate disagree, the bound has its way for that share.
    private static BanditChoice Ucb(in BanditSettings settings, ReadOnlySpan<BanditEstimate> estimates, int best, Random random)
    {
        var highest = best;
        for (var i = 0; i < estimates.Length; i++)
        {
            if (estimates[i].IsOpen && estimates[i].Value + estimates[i].Error > estimates[highest].Value + estimates[highest].Error)
            {
                highest = i;
            }
        }

        if (highest == best)
        {
            return new BanditChoice(best, 1, estimates[best].Quality, false);
        }

        return random.NextDouble() < settings.Explore
            ? new BanditChoice(highest, settings.Explore, estimates[highest].Quality, true)
            : new BanditChoice(best, 1 - settings.Explore, estimates[best].Quality, false);
    }

    private static BanditChoice Thompson(in BanditSettings settings, ReadOnlySpan<BanditEstimate> estimates, int best, Random random)
    {
        var drawn = best;
        var most = double.NegativeInfinity;
        for (var i = 0; i < estimates.Length; i++)
        {
            if (estimates[i].IsOpen && estimates[i].Value + (estimates[i].Error * Normal(random)) is var draw && draw > most)
            {
                (drawn, most) = (i, draw);
            }
        }

        // Draws for others than the best estimate count only as often as the cap allows.
        var others = 1 - Probability(estimates, best);
        var share = others > settings.Explore ? settings.Explore / others : 1;
        if (drawn != best && share < 1 && random.NextDouble() >= share)
        {
            drawn = best;
        }

        return drawn == best
            ? new BanditChoice(best, 1 - (share * others), estimates[best].Quality, false)
            : new BanditChoice(drawn, Math.Max(1e-6, share * Probability(estimates, drawn)), estimates[drawn].Quality, true);
    }

    // The probability that one arm's draw is the highest: its density times the others' distributions, by the trapezoidal rule over ±5 errors.
    private static double Probability(ReadOnlySpan<BanditEstimate> estimates, int arm)
    {
        const int Steps = 64;
        const double Reach = 5;
        const double Step = 2 * Reach / Steps;
        var sum = 0.0;
        for (var s = 0; s <= Steps; s++)
        {
            var z = -Reach + (s * Step);
            var value = estimates[arm].Value + (z * estimates[arm].Error);
            var product = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            for (var i = 0; i < estimates.Length && product > 0; i++)
            {
                product *= i == arm || !estimates[i].IsOpen ? 1 : Below((value - estimates[i].Value) / Math.Max(1e-12, estimates[i].Error));
            }

            sum += product;
        }

        return Math.Clamp(sum * Step, 0, 1);
    }

    // The normal distribution function; Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8.
    private static double Below(double z)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z >= 0 ? 1 - tail : tail;
    }

    // Box and Muller.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
