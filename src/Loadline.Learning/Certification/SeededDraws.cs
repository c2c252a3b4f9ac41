using Loadline.Core.Statistics;

namespace Loadline.Learning.Certification;

/// <summary>Draws samples with replacement from a population and counts in how many a procedure is wrong.</summary>
/// <remarks>Parallel; each draw has its own seed, so that a count depends on nothing but its arguments.</remarks>
public static class SeededDraws
{
    /// <summary>Counts.</summary>
    /// <param name="population">Rows to draw from.</param>
    /// <param name="rows">Rows of each sample.</param>
    /// <param name="draws">Samples.</param>
    /// <param name="seed">The same seed draws the same samples.</param>
    /// <param name="threads">How many threads draw.</param>
    /// <param name="isWrong">Whether a procedure errs on a sample (positions in the population); called from several threads.</param>
    public static ValidityCell Count(int population, int rows, int draws, ulong seed, int threads, Func<int[], bool> isWrong)
    {
        ArgumentNullException.ThrowIfNull(isWrong);
        var violations = 0;
        Parallel.For(0, draws, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new int[rows], (draw, _, drawn) =>
        {
            Fill(drawn, population, seed + (ulong)draw);
            if (isWrong(drawn))
            {
                Interlocked.Increment(ref violations);
            }

            return drawn;
        }, _ => { });
        return new ValidityCell(draws, violations);
    }

    private static void Fill(int[] drawn, int population, ulong seed)
    {
        var random = new Xoshiro256(seed);
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = random.Next(population);
        }
    }
}
