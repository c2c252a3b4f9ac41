using System.Globalization;

namespace Loadline.Core.Watching;

/// <summary>What a canary shows: choice and reference compared on the same requests, by audits of both its sides. Intervals are of 95 % and have sessions as units.</summary>
/// <param name="Audits">The audits.</param>
/// <param name="Sessions">The sessions that they come from; a request that names none is one.</param>
/// <param name="Pairs">The audits where the choice was another model than the reference: only there can one be better.</param>
/// <param name="Kept">The choice's quality over the reference's, over all audits.</param>
/// <param name="Difference">The choice's grade less the reference's, over pairs.</param>
/// <param name="Wealth">That was bet on the line's holding on this traffic, one bet a closed session; it starts at 1.</param>
/// <param name="ProvenAt">The wealth that proves it, however often one looks; the j-th canary of a route needs j(j+1)/δ.</param>
/// <param name="Advice"><c>promote</c>: the line is proven on this traffic. <c>roll back</c>: the interval of a part lies beyond it. Else <c>wait</c>.</param>
public sealed record CanaryResult(
    long Audits, long Sessions, long Pairs, Estimate? Kept, Estimate? Difference, double Wealth, double ProvenAt, string Advice)
{
    /// <summary>The line is proven on this traffic.</summary>
    public const string Promote = "promote";
    /// <summary>The interval lies below the line.</summary>
    public const string RollBack = "roll back";
    /// <summary>Neither.</summary>
    public const string Wait = "wait";

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Audits} audits in {Sessions} sessions, {Pairs} of them with two models: kept {Text(Kept)} of the reference's quality, difference {Text(Difference)} where the models differ; ")
        + string.Create(CultureInfo.InvariantCulture, $"wealth {Wealth:0.##}, {ProvenAt:0.##} would prove the line. Advice: {Advice}.");

    private static string Text(Estimate? estimate) => estimate is not { } known ? "unknown"
        : string.Create(CultureInfo.InvariantCulture, $"{known.Value:0.000} [{known.Low:0.000}, {known.High:0.000}]");
}
