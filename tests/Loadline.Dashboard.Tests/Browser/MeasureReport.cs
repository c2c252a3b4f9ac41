namespace Loadline.Dashboard.Tests.Browser;

/// <summary>What was measured.</summary>
internal sealed record MeasureReport(IReadOnlyList<MeasuredPage> Pages, IReadOnlyList<MeasuredHeap> Heap);

/// <summary>One page over several loads, each in a browser that knew nothing.</summary>
/// <param name="Name">The page.</param>
/// <param name="PaintMs">The median time to the first contentful paint.</param>
/// <param name="SlowestPaintMs">The slowest of them.</param>
/// <param name="Bytes">The most bytes moved, headers included.</param>
/// <param name="Shift">The most that its layout shifted (cumulative layout shift).</param>
internal sealed record MeasuredPage(string Name, double PaintMs, double SlowestPaintMs, long Bytes, double Shift);

/// <summary>A following page at one moment, after its garbage was collected.</summary>
/// <param name="UsedSize">Bytes of its script heap.</param>
/// <param name="Nodes">Elements of its document.</param>
internal sealed record MeasuredHeap(long UsedSize, int Nodes);
