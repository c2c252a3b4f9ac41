using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Acceptance.Tests;

/// <summary>Holds what SDKs showed to the recordings.</summary>
internal static class Comparison
{
    public static void Check(IReadOnlyList<SdkJob> jobs, IReadOnlyList<SdkReading> readings, ITestOutputHelper log)
    {
        Assert.Equal(jobs.Count, readings.Count);
        var faults = new List<string>();
        for (var i = 0; i < jobs.Count; i++)
        {
            if (Expected.Of(jobs[i].Chat, jobs[i].Caller).Differs(readings[i]) is { } difference)
            {
                faults.Add($"{jobs[i].Id}\n  {difference}");
            }
        }

        log.WriteLine($"{jobs.Count - faults.Count} of {jobs.Count} as recorded, {jobs.Count(job => job.Stream)} of them streams");
        Assert.True(faults.Count == 0, $"{faults.Count} of {jobs.Count} differ:\n{string.Join('\n', faults.Take(40))}");
    }

    /// <summary>Looks for the tools, the result and the schema in what the upstreams received.</summary>
    public static void CheckSent(IReadOnlyList<SdkJob> jobs, ReplayUpstream upstream)
    {
        foreach (var job in jobs)
        {
            var model = ReplayUpstream.ModelOf(job.Row);
            var sent = upstream.Requests.Where(request => (request.Path + request.BodyText).Contains(model, StringComparison.Ordinal)).ToList();
            Assert.Contains(sent, request => Holds(job, request.BodyText));
        }
    }

    // Bedrock takes no schema: it is told in words.
    private static bool Holds(SdkJob job, string body) => job.Asked switch
    {
        Asked.Tools => body.Contains(Requests.ToolName, StringComparison.Ordinal) && body.Contains(Requests.ToolResult, StringComparison.Ordinal)
            && body.Contains("\"city\"", StringComparison.Ordinal),
        Asked.Schema => body.Contains(Requests.SchemaMember, StringComparison.Ordinal),
        _ => true,
    };
}
