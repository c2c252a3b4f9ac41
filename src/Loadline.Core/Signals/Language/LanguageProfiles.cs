using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loadline.Core.Signals.Language;

/// <summary>Up to 32 languages' weights for hashed letter triples and words.</summary>
/// <remarks>
/// A weight is the log of how much likelier the feature is in the language than on average over the languages, quantised to a signed
/// byte; a feature that no seed holds weighs nothing. One feature of all languages is one 32-byte row: a score is a sum of rows.
/// </remarks>
internal sealed class LanguageProfiles
{
    /// <summary>The largest number of features summed, some 80 words; the product with the largest weight stays inside 16 bits.</summary>
    public const int MostFeatures = 480;

    /// <summary>Quantised units per nat.</summary>
    public const int UnitsPerNat = 10;

    private const int Lanes = 32;
    private const int LargestWeight = 42;
    private const float Floor = 0.0006f;
    private const float LeastShareOfTypical = 0.5f;

    private readonly LanguageSeed[] _seeds;
    private readonly sbyte[] _rows;

    public LanguageProfiles(LanguageSeed[] seeds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seeds.Length, Lanes);
        _seeds = seeds;
        _rows = Build(seeds);
    }

    public string CodeOf(int language) => _seeds[language].Code;

    /// <summary>Sums the features' rows; one score a language, in <see cref="UnitsPerNat"/>.</summary>
    public void Score(ReadOnlySpan<ushort> features, Span<short> scores)
    {
        var lower = Vector256<short>.Zero;
        var upper = Vector256<short>.Zero;
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        foreach (var feature in features[..Math.Min(features.Length, MostFeatures)])
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref rows, (nuint)(feature * Lanes)));
            lower += low;
            upper += high;
        }

        lower.CopyTo(scores);
        upper.CopyTo(scores[Vector256<short>.Count..]);
    }

    private static sbyte[] Build(LanguageSeed[] seeds)
    {
        var shares = new float[LanguageFeatures.Buckets * Lanes];
        var totals = new float[seeds.Length];
        for (var language = 0; language < seeds.Length; language++)
        {
            totals[language] = LanguageFeatures.Learn(seeds[language].Words, shares.AsSpan(), Lanes, language);
        }

        // A short seed must not look certain of the little it knows.
        var typical = totals.Average();
        var rows = new sbyte[shares.Length];
        for (var bucket = 0; bucket < LanguageFeatures.Buckets; bucket++)
        {
            Quantise(shares.AsSpan(bucket * Lanes, seeds.Length), totals, typical, rows.AsSpan(bucket * Lanes, seeds.Length));
        }

        return rows;
    }

    private static void Quantise(Span<float> counts, float[] totals, float typical, Span<sbyte> row)
    {
        var mean = 0f;
        for (var language = 0; language < counts.Length; language++)
        {
            counts[language] /= Math.Max(totals[language], typical * LeastShareOfTypical);
            mean += counts[language] / counts.Length;
        }

        if (mean == 0)
        {
            return;
        }

        for (var language = 0; language < counts.Length; language++)
        {
            var nats = MathF.Log((counts[language] + Floor) / (mean + Floor));
            row[language] = (sbyte)Math.Clamp(MathF.Round(nats * UnitsPerNat), -LargestWeight, LargestWeight);
        }
    }
}
