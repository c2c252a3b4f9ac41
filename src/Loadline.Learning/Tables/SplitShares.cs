using System.Globalization;

namespace Loadline.Learning.Tables;

/// <summary>The parts of a split and their shares.</summary>
public sealed class SplitShares
{
    private readonly double[] _ends;

    /// <param name="parts">Names with positive shares; the shares are scaled to sum to 1.</param>
    /// <exception cref="FormatException">A part is named twice, or a share is not positive.</exception>
    public SplitShares(IReadOnlyList<(string Name, double Share)> parts)
    {
        if (parts.Count < 2 || parts.Any(part => !(part.Share > 0) || double.IsInfinity(part.Share))
            || parts.DistinctBy(part => part.Name).Count() != parts.Count)
        {
            throw new FormatException("A split needs at least two parts with different names and positive shares: train=60,certify=20,test=20.");
        }

        Names = [.. parts.Select(part => part.Name)];
        var whole = parts.Sum(part => part.Share);
        var sum = 0.0;
        _ends = [.. parts.Select(part => sum += part.Share / whole)];
    }

    /// <summary>Gets the parts, in the order given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads <c>train=60,certify=20,test=20</c>; per cent signs and fractions are as good.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static SplitShares Parse(string text)
    {
        var parts = new List<(string, double)>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !double.TryParse(part[(equals + 1)..].TrimEnd('%', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var share))
            {
                throw new FormatException($"'{part}' is no part of a split. Write it as train=60,certify=20,test=20.");
            }

            parts.Add((part[..equals].Trim(), share));
        }

        return new SplitShares(parts);
    }

    /// <summary>Finds the part that a unit falls into.</summary>
    /// <param name="unit">A key from <see cref="RowUnits"/>.</param>
    /// <param name="seed">Another seed draws another split.</param>
    /// <returns>The part's position. It depends on nothing else, so rows added later move no row that was there.</returns>
    public int PartOf(UInt128 unit, int seed)
    {
        var drawn = Draw(unit, seed);
        var part = Array.FindIndex(_ends, end => drawn < end);
        return part < 0 ? _ends.Length - 1 : part;
    }

    // The key is a cryptographic digest already; mixing in the seed (the finaliser of SplitMix64) makes the draws of two seeds independent.
    private static double Draw(UInt128 unit, int seed)
    {
        var value = (ulong)unit ^ Mix((ulong)(unit >> 64) + (0x9E3779B97F4A7C15UL * ((ulong)(uint)seed + 1)));
        return (Mix(value) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
