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
}
