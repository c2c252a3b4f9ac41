using System.Numerics;

namespace Loadline.Core.Signals.Pii;

/// <summary>The names of <see cref="PiiKinds"/> as configs and records write them.</summary>
public static class PiiNames
{
    // In the order of the flags' bits.
    private static readonly string[] ByBit = ["email", "phone", "card", "iban", "ip", "url", "ssn", "date"];

    /// <summary>Every name, in the order of <see cref="PiiKinds"/>.</summary>
    public static IReadOnlyList<string> All => ByBit;

    /// <param name="kind">One kind, not a combination.</param>
    public static string ToName(PiiKinds kind) => ByBit[BitOperations.TrailingZeroCount((uint)kind)];

    /// <summary>Reads a name in any case, without allocating.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out PiiKinds kind)
    {
        for (var bit = 0; bit < ByBit.Length; bit++)
        {
            if (name.Equals(ByBit[bit], StringComparison.OrdinalIgnoreCase))
            {
                kind = (PiiKinds)(1 << bit);
                return true;
            }
        }

        kind = PiiKinds.None;
        return false;
    }
}
