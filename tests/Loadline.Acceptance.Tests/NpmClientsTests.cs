using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Acceptance.Tests;

/// <summary>npm's <c>openai</c>, <c>@anthropic-ai/sdk</c> and <c>@google/genai</c> through the gateway.</summary>
public sealed class NpmClientsTests(ITestOutputHelper log)
{
    [NodeTheory]
    [InlineData("OpenAIChat")]
    [InlineData("OpenAIResponses")]
    [InlineData("Anthropic")]
    [InlineData("Gemini")]
    public async Task Sdk_EveryRecordedReply_IsReadAsItWasRecorded(string caller)
    {
        await using var world = await RecordedWorld.StartAsync();
        var jobs = world.Jobs(Enum.Parse<Dialect>(caller)).ToList();
        var direct = jobs.FindAll(job => job.IsSameDialect);
        Comparison.Check(jobs, await NodeClients.ReadAsync(world.Url, jobs), await NodeClients.ReadAsync(world.UpstreamUrl, direct), log);
    }

    [NodeTheory]
    [InlineData("OpenAIChat")]
    [InlineData("OpenAIResponses")]
    [InlineData("Anthropic")]
    [InlineData("Gemini")]
    public async Task Sdk_ToolsAndSchemas_ReachEveryKindOfUpstream(string caller)
    {
        await using var world = await RecordedWorld.StartAsync();
        var jobs = world.Scenarios(Enum.Parse<Dialect>(caller)).ToList();
        var direct = jobs.FindAll(job => job.IsSameDialect);
        var readings = await NodeClients.ReadAsync(world.Url, jobs);
        Comparison.CheckSent(jobs, world.Upstream);
        Comparison.Check(jobs, readings, await NodeClients.ReadAsync(world.UpstreamUrl, direct), log);
    }

    [NodeTheory]
    [InlineData("OpenAIChat")]
    [InlineData("OpenAIResponses")]
    [InlineData("Anthropic")]
    [InlineData("Gemini")]
    public async Task Sdk_EveryRecordedError_IsThrownWithItsStatusAndItsWords(string caller)
    {
        await using var world = await RecordedWorld.StartAsync([.. RecordedChats.All.Where(chat => chat.Status >= 400)]);
        var jobs = world.Jobs(Enum.Parse<Dialect>(caller)).ToList();
        var readings = await NodeClients.ReadAsync(world.Url, jobs);
        var faults = new List<string>();
        for (var i = 0; i < jobs.Count; i++)
        {
            var recorded = ErrorReader.Read(jobs[i].Chat.Reply, jobs[i].Chat.Status);

            // The caller's own key is not at fault where a provider refuses ours. Some clients show the body as it came, its line breaks escaped.
            var (status, words) = recorded.Kind == ErrorKind.Authentication ? (502, "credential") : (recorded.Status, recorded.Message.Split('\n')[0]);
            if (readings[i].Status != status || readings[i].Error?.Contains(words, StringComparison.Ordinal) != true)
            {
                faults.Add($"{jobs[i].Id}\n  {readings[i].Status} {readings[i].Error}, expected {status} {words}");
            }
        }

        log.WriteLine($"{jobs.Count - faults.Count} of {jobs.Count} errors");
        Assert.True(faults.Count == 0 && jobs.Count > 0, $"{faults.Count} of {jobs.Count} differ:\n{string.Join('\n', faults.Take(20))}");
    }
}
