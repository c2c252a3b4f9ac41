using Loadline.Core.Outcomes;
using Loadline.Core.Tests.Signals;

namespace Loadline.Core.Tests.Outcomes;

/// <summary>Measured alone: other tests' memory would be counted too.</summary>
[Collection(nameof(TextAnalyzerCostTests))]
public sealed class OutcomeReaderMemoryTests
{
    [Fact]
    public void Read_LongTable_HoldsOneRow()
    {
        // 20 MB, or as many as LOADLINE_TABLE_MB says; what is held may not grow with what was read.
        var megabytes = int.TryParse(Environment.GetEnvironmentVariable("LOADLINE_TABLE_MB"), out var given) ? given : 20;
        using var reader = new OutcomeReader(new EndlessRows(megabytes * 1_000_000L), "t");
        Assert.True(reader.Read());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        while (reader.Read())
        {
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(reader.BytesRead >= megabytes * 1_000_000L);
        Assert.True(after - before < 500_000, $"held {after - before} bytes more after {reader.Rows} rows");
    }
}
