namespace Loadline.Core.Runtime;

/// <summary>What a candidate's calls showed lately: times by size of the request.</summary>
/// <remarks>A prompt of a hundred thousand tokens takes another time than one of a hundred; mixed, they say nothing of either.</remarks>
public sealed class CandidateState
{
    /// <summary>Where the classes of size end, in estimated prompt tokens, not included; the last has no end.</summary>
    public static readonly int[] SizeBounds = [1_000, 4_000, 16_000, 64_000];

    private const int Sizes = 5;

    private readonly LatencySpread[] _first = Make();
    private readonly LatencySpread[] _total = Make();

    /// <summary>Takes the times of a call that succeeded.</summary>
    /// <param name="inputTokens">The estimated prompt tokens.</param>
    /// <param name="firstTokenMs">Milliseconds to the first content.</param>
    /// <param name="totalMs">Milliseconds to the end.</param>
    /// <param name="now">The time on the clock that requests are decided with.</param>
    public void Succeeded(int inputTokens, double firstTokenMs, double totalMs, TimeSpan now)
    {
        var size = SizeOf(inputTokens);
        _first[size].Add(firstTokenMs, now);
        _total[size].Add(totalMs, now);
    }

    /// <summary>Reads a time for a request of a size: from its own class, else from the nearest one that has a fresh sample.</summary>
    /// <param name="measure">Which time.</param>
    /// <param name="statistic">Which figure of it.</param>
    /// <param name="inputTokens">The estimated prompt tokens.</param>
    /// <param name="since">Samples that ended before this are forgotten.</param>
    /// <returns>Milliseconds; not a number where nothing fresh is known.</returns>
    public double Read(LatencyMeasure measure, LatencyStatistic statistic, int inputTokens, TimeSpan since)
    {
        var spreads = measure == LatencyMeasure.FirstToken ? _first : _total;
        var size = SizeOf(inputTokens);
        for (var distance = 0; distance < Sizes; distance++)
        {
            // The larger class first: an estimate may rather be too long than too short.
            if (size + distance < Sizes && IsFresh(spreads[size + distance], since))
            {
                return spreads[size + distance].Read(statistic);
            }

            if (size - distance >= 0 && IsFresh(spreads[size - distance], since))
            {
                return spreads[size - distance].Read(statistic);
            }
        }

        return double.NaN;
    }

    private static bool IsFresh(LatencySpread spread, TimeSpan since) => spread.Samples > 0 && spread.Last >= since;

    private static int SizeOf(int inputTokens)
    {
        var size = 0;
        while (size < Sizes - 1 && inputTokens >= SizeBounds[size])
        {
            size++;
        }

        return size;
    }

    private static LatencySpread[] Make() => [.. Enumerable.Range(0, Sizes).Select(_ => new LatencySpread())];
}
