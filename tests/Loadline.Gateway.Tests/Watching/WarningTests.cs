using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Watching;

/// <summary>A route's report warns of what its figures show, and of nothing else.</summary>
public sealed class WarningTests : IDisposable
{
    private const string Everybody = "audit: { rate: 1, all: 1, grader: good }";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bad", "good", "may be too greedy")]
    [InlineData("good", "good", null)]
    public async Task Warnings_AuditsBelowTheLine_MayBeTooGreedy(string small, string large, string? warning) =>
        await WarnsAsync(small, large, CertifiedGateway.Audit, "enforce", warning);

    // The reference serves while observing, and the cheap model would have done.
    [Theory]
    [InlineData("good", "observe", Everybody, "may be too timid")]
    [InlineData("good", "enforce", Everybody, null)]
    [InlineData("bad", "observe", Everybody, "may be too greedy")]
    public async Task Warnings_TheReferenceServesWhatNeedsItNot_MayBeTooTimid(string small, string mode, string audit, string? warning) =>
        await WarnsAsync(small, "good", audit, mode, warning);

    [Theory]
    [InlineData("enforce", "unwatched")]
    [InlineData("observe", null)]
    public async Task Warnings_EnforcingWithoutAudits_IsUnwatched(string mode, string? warning) => await WarnsAsync("good", "good", "", mode, warning);

    [Theory]
    [InlineData("mode: enforce, quality: uncertified", "uncertified")]
    [InlineData("mode: observe, quality: uncertified", null)]
    public async Task Warnings_EnforcingByWordAlone_IsUncertified(string mode, string? warning)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("good"));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, mode: mode));
        Assert.Equal(warning is null ? [] : [warning], await WarningsAsync(gateway));
    }

    private async Task WarnsAsync(string small, string large, string audit, string mode, string? warning)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply(small));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply(large));
        var plain = Configs.Pair(a.BaseUrl, b.BaseUrl, audit) + CertifiedGateway.Graders;
        await using var gateway = await CertifiedGateway.StartAsync(_folder, plain, mode);
        for (var i = 0; i < 3; i++)
        {
            await gateway.AskAsync(Bodies.Chat(false));
        }

        await gateway.AuditedAsync();
        Assert.Equal(warning is null ? [] : [warning], await WarningsAsync(gateway));
    }

    private static async Task<IEnumerable<string>> WarningsAsync(TestGateway gateway) =>
        (await gateway.GetJsonAsync("/loadline/routes/auto")).GetProperty("warnings").EnumerateArray().Select(one => one.GetString()!.Split(':')[0]).ToList();
}
