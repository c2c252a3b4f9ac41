using Loadline.Learning.Gating;

namespace Loadline.Learning.Certification;

/// <summary>Certifies a route in each segment of the traffic, so that the line survives any mix of those that are served.</summary>
/// <remarks>
/// Segments that have enough units for any proof share δ alike, whatever their grades. They are tested from the largest to the smallest; where
/// a segment's whole path is accepted, its share passes on to the next (the fallback procedure, Wiens 2003): between two segments with a wrong
/// step, shares add up to what both were given, so that any wrong acceptance anywhere has probability δ at most. Each segment is tested once.
/// Where sessions span segments their tests are not independent, and nothing is passed on. Paths were ordered beforehand, by training rows.
/// </remarks>
internal sealed class SegmentCertifier
{
    private readonly CertifyingRows _rows;
    private readonly string?[] _segmentOf;
    private readonly List<(string? Segment, CertifyingRows Rows)> _segments;

    public SegmentCertifier(CertifyRequest request, CertifyingRows rows)
    {
        _rows = rows;
        _segmentOf = RowSegments.Which(request.Config, rows.Rows, request.Line.By!.Value);
        _segments = [.. Enumerable.Range(0, rows.Rows.Count)
            .GroupBy(row => _segmentOf[row])
            .Select(group => (group.Key, Rows: rows.Among(group)))
            .OrderByDescending(segment => segment.Rows.Units).ThenBy(segment => segment.Key, StringComparer.Ordinal)];
    }

    /// <param name="delta">The probability of any wrong acceptance.</param>
    /// <param name="least">The fewest units with which anything could be proven, by the error probability.</param>
    /// <param name="certify">Tests the route on a segment's rows at an error probability.</param>
    public IReadOnlyList<SegmentReport> Run(double delta, Func<double, int> least, Func<CertifyingRows, double, CertifyReport> certify)
    {
        var share = delta / Tested(delta, least);
        var passesOn = !SessionsSpan();
        var carried = 0.0;
        var reports = new List<SegmentReport>();
        foreach (var (segment, rows) in _segments)
        {
            CertifyReport? report = null;
            if (segment is not null && rows.Units >= least(share))
            {
                var spent = share + carried;
                report = certify(rows, spent);
                carried = passesOn && report.Steps.Count == report.PathLength && report.Steps.All(step => step.Holds) ? spent : 0;
            }

            reports.Add(new SegmentReport(segment, rows.Rows.Count, rows.Units, least(share), report));
        }

        return reports;
    }

    /// <summary>The whole route as the reports let it serve, the reference where nothing is proven: means over all units, no test.</summary>
    public StepResult Whole(IReadOnlyList<SegmentReport> reports)
    {
        double served = 0, reference = 0, lost = 0, cost = 0, referenceCost = 0;
        var units = 0;
        foreach (var (rows, proven) in _segments.Zip(reports, (segment, report) => (segment.Rows, report.Certification?.Proven)))
        {
            var (quality, price) = (rows.Reference.Sum(), rows.ReferenceCost * rows.Units);
            served += (proven?.Keep ?? 1) * quality;
            reference += quality;
            lost += (proven?.Lost ?? 0) * rows.Units;
            cost += (proven?.Cost ?? 1) * price;
            referenceCost += price;
            units += rows.Units;
        }

        return new StepResult(
            new PathStep(null, null),
            reports.Any(report => report.Holds),
            null,
            null,
            reference > 0 ? served / reference : 1,
            lost / units,
            referenceCost > 0 ? cost / referenceCost : 1,
            reports.All(report => report.Certification?.Proven is not { NormalHolds: false }));
    }

    // The most segments, from the largest, that could all prove something at an equal share; by their sizes alone.
    private int Tested(double delta, Func<double, int> least)
    {
        var units = _segments.Where(segment => segment.Segment is not null).Select(segment => segment.Rows.Units).ToList();
        var tested = units.Count;
        while (tested > 1 && units[tested - 1] < least(delta / tested))
        {
            tested--;
        }

        return Math.Max(1, tested);
    }

    private bool SessionsSpan() =>
        Enumerable.Range(0, _rows.Rows.Count).GroupBy(_rows.UnitOf).Any(unit => unit.Select(row => _segmentOf[row]).Distinct(StringComparer.Ordinal).Count() > 1);
}
