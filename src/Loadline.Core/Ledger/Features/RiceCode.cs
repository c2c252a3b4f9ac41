using System.Numerics;
using Loadline.Core.Predictors;

namespace Loadline.Core.Ledger.Features;

/// <summary>What both sides of the code must agree on.</summary>
internal static class RiceCode
{
    private const double Ln2 = 0.6931;

    /// <summary>The number of remainder bits for a set of so many buckets: the logarithm of the median gap.</summary>
    public static int Parameter(int count) => BitOperations.Log2((uint)Math.Max(1, Ln2 * FeatureSchema.Buckets / count));

    /// <summary>The most bytes that a set of so many buckets can take, its count included.</summary>
    public static int MostBytes(int count)
    {
        var k = Parameter(Math.Max(1, count));
        return 5 + (((count * (k + 1)) + (FeatureSchema.Buckets >> k) + 7) / 8);
    }
}
