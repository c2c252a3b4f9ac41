using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Acceptance.Tests;

/// <summary>Holds what SDKs showed to the recordings.</summary>
internal static class Comparison
{
    // Servers of others that copy OpenAI's dialect: content in parts (Mistral), usage without what was cached (xAI at Azure), no role in a stream.
    private const double MostOdd = 0.06;

    /// <summary>Fails where a reading is neither the recording's nor what the same SDK shows of that upstream without the gateway.</summary>
    /// <param name="jobs">The calls.</param>
    /// <param name="readings">What they showed, in their order.</param>
    /// <param name="direct">What those in the upstream's own dialect showed past the gateway: servers that copy a dialect are read as their
    /// replies have it, oddities included, because their bytes are passed on.</param>
    /// <param name="log">Gets the counts.</param>
    public static void Check(IReadOnlyList<SdkJob> jobs, IReadOnlyList<SdkReading> readings, IReadOnlyList<SdkReading> direct, ITestOutputHelper log)
    {
        Assert.Equal(jobs.Count, readings.Count);
        var native = direct.ToDictionary(reading => reading.Id, StringComparer.Ordinal);
        var odd = 0;
        var faults = new List<string>();
        for (var i = 0; i < jobs.Count; i++)
        {
            if (Expected.Of(jobs[i].Chat, jobs[i].Caller).Differs(readings[i]) is { } difference)
            {
                if (native.TryGetValue(jobs[i].Id, out var past) && past.Shows(readings[i]))
                {
                    odd++;
                    continue;
                }

                faults.Add($"{jobs[i].Id}\n  {difference}");
            }
        }

        log.WriteLine($"{jobs.Count - faults.Count - odd} of {jobs.Count} as recorded, {jobs.Count(job => job.Stream)} of them streams; {odd} as the SDK shows them without the gateway");
        Assert.True(odd <= Math.Max(1, jobs.Count * MostOdd), $"{odd} of {jobs.Count} are read only as oddly as without the gateway");
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
