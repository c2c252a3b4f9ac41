using Loadline.Testing;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Acceptance.Tests;

/// <summary>NuGet's <c>OpenAI</c> (Chat and Responses) and <c>Anthropic</c> through the gateway.</summary>
public sealed class NuGetClientsTests(ITestOutputHelper log)
{
    private const int AtOnce = 8;
    private const double MostLeftOut = 0.05;

    [DataFact("wire/INDEX.tsv")]
    public void Recordings_LeftOut_AreFewAndForAReason()
    {
        var all = RecordedWorld.Recordings.ToList();
        var left = all.FindAll(pair => pair.LeftOut is not null);
        foreach (var (chat, why) in left)
        {
            log.WriteLine($"left out, {why}: {chat}");
        }

        log.WriteLine($"{all.Count - left.Count} of {all.Count} recorded replies");
        Assert.True(left.Count <= all.Count * MostLeftOut);
    }

    [DataTheory("wire/INDEX.tsv")]
    [InlineData("OpenAIChat")]
    [InlineData("OpenAIResponses")]
    [InlineData("Anthropic")]
    public async Task Sdk_EveryRecordedReply_IsReadAsItWasRecorded(string caller)
    {
        await using var world = await RecordedWorld.StartAsync();
        var jobs = world.Jobs(Enum.Parse<Dialect>(caller)).ToList();
        var readings = await ReadAsync(world.Url, jobs);
        Comparison.Check(jobs, readings, await ReadAsync(world.UpstreamUrl, jobs.FindAll(job => job.IsSameDialect)), log);
    }

    [DataTheory("wire/INDEX.tsv")]
    [InlineData("OpenAIChat")]
    [InlineData("OpenAIResponses")]
    [InlineData("Anthropic")]
    public async Task Sdk_ToolsAndSchemas_ReachEveryKindOfUpstream(string caller)
    {
        await using var world = await RecordedWorld.StartAsync();
        var jobs = world.Scenarios(Enum.Parse<Dialect>(caller)).ToList();
        var readings = await ReadAsync(world.Url, jobs);
        Comparison.CheckSent(jobs, world.Upstream);
        Comparison.Check(jobs, readings, await ReadAsync(world.UpstreamUrl, jobs.FindAll(job => job.IsSameDialect)), log);
    }

    private static async Task<IReadOnlyList<SdkReading>> ReadAsync(Uri root, List<SdkJob> jobs)
    {
        var readings = new SdkReading[jobs.Count];
        await Parallel.ForAsync(0, jobs.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => readings[i] = await OneAsync(root, jobs[i]));
        return readings;
    }

    private static async Task<SdkReading> OneAsync(Uri root, SdkJob job)
    {
        try
        {
            return job.Caller switch
            {
                Dialect.OpenAIResponses => await DotNetResponses.ReadAsync(root, job),
                Dialect.Anthropic => await DotNetAnthropic.ReadAsync(root, job),
                _ => await DotNetChat.ReadAsync(root, job),
            };
        }
#pragma warning disable CA1031 // Whatever an SDK throws is what a program would have had of the reply.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new SdkReading { Id = job.Id, Error = $"{error.GetType().Name}: {error.Message}" };
        }
    }
}
