using System.Globalization;
using Loadline.Learning.Certification;

namespace Loadline.Cli.Output;

/// <summary>What was found in a segment, in a sentence.</summary>
internal static class SegmentText
{
    public static string Of(CertifyReport report, SegmentReport segment)
    {
        var found = segment.Certification is { } tested
            ? string.Create(CultureInfo.InvariantCulture, $"{segment.Units} units at δ {tested.Delta:0.####}: ")
            : string.Create(CultureInfo.InvariantCulture, $"{segment.Units} units: ");
        return found + (segment.Certification?.Proven is { } proven
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"proven; quality {proven.Keep:0.000} of {report.Reference}'s, {proven.Lost:0.0%} lost, cost {proven.Cost:0.0%}")
            : $"not proven, {report.Reference} serves it" + (segment.Lacks is { } lacks
                ? string.Create(CultureInfo.InvariantCulture, $"; about {lacks:N0} more rows like these would {(segment.Certification is null ? "let anything be proven" : "prove it")}")
                : segment.Segment is null ? "; its segment cannot be told" : ""));
    }
}
