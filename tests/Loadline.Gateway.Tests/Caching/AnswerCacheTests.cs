using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Loadline.Core.Caching;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Gateway.Caching;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Caching;

/// <summary>Answers that are given again.</summary>
public sealed class AnswerCacheTests
{
    private const string Route = "cache: { exact: 10m, max: 1mb }";

    public static TheoryData<Dialect, bool> Callers => Speech.CallersBothWays;

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_TheSameAgain_IsAnsweredByteForByte_AndCostsNothing(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Usage = new FakeUsage(1000, 100, 400) });

        // Its age is told in whole seconds, and none may pass on a slow machine.
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, Route), time);
        var first = await gateway.PostAsync(Speech.Path(caller, streaming), Speech.Body(caller, streaming));
        var again = await gateway.PostAsync(Speech.Path(caller, streaming), Speech.Body(caller, streaming));

        Assert.Equal((200, 200), (first.Status, again.Status));
        Assert.Equal(("miss", "hit"), (first.Header("x-loadline-cache"), again.Header("x-loadline-cache")));
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(first.Header("Content-Type"), again.Header("Content-Type"));
        Assert.Equal(("0", "0"), (again.Header("x-loadline-cost-usd"), again.Header("Age")));
        Assert.Single(upstream.Requests);

        var record = await gateway.DecisionAsync(again);
        Assert.Equal((0m, 0.0084m, "small"), (record.CostUsd, record.ReferenceCostUsd, record.Served));
        Assert.Equal(AttemptKinds.Cache, Assert.Single(record.Attempts).Kind);
    }

    [Theory]
    [InlineData("""{"messages":[{"content":"Hello","role":"user"}],   "model":"auto"}""", true)]
    [InlineData("""{"model":"auto","user":"somebody","messages":[{"role":"user","content":"Hell\u006f"}]}""", true)]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hello "}]}""", false)]
    [InlineData("""{"model":"auto","temperature":1,"messages":[{"role":"user","content":"Hello"}]}""", false)]
    [InlineData("""{"model":"large","messages":[{"role":"user","content":"Hello"}]}""", false)]
    [InlineData("""{"model":"auto","stream":true,"messages":[{"role":"user","content":"Hello"}]}""", false)]
    public async Task Ask_Alike_IsTheSameOnlyWhereItMeansTheSame(string body, bool same)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, Route));
        await gateway.AskAsync(Bodies.Chat(false));
        Assert.Equal(same, (await gateway.AskAsync(body)).Header("x-loadline-cache") == "hit");
    }

    [Fact]
    public async Task Ask_WithAHintOrWithoutCaching_IsNotAnsweredFromTheCache()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, Route));
        await gateway.AskAsync(Bodies.Chat(false));
        Assert.Equal("miss", (await gateway.AskAsync(Bodies.Chat(false), ("x-loadline-task", "code"))).Header("x-loadline-cache"));
        Assert.Null((await gateway.AskAsync(Bodies.Chat(false), ("x-loadline-cache", "off"))).Header("x-loadline-cache"));
        Assert.Equal(3, upstream.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_FiveHundredAtOnce_MakesOneCall(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { TimeToFirstByte = TimeSpan.FromMilliseconds(300) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, Route));
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => gateway.AskAsync(Bodies.Chat(streaming))));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Single(upstream.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_LeaderFails_TheNextTries_AndNoFailureIsKept(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(400));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, Route));
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => gateway.AskAsync(Bodies.Chat(streaming))));
        Assert.All(answers, answer => Assert.Equal(400, answer.Status));
        Assert.Equal(5, upstream.Requests.Count);

        upstream.DefaultScript = UpstreamScript.Default;
        Assert.Equal((200, "miss"), await StatusAndCacheAsync(gateway, streaming));
        Assert.Equal((200, "hit"), await StatusAndCacheAsync(gateway, streaming));
    }

    [Fact]
    public async Task Ask_OfAnotherTenant_IsNeverAnsweredFromTheCache()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, Route));
        var keys = new List<string>();
        foreach (var draft in new[]
        {
            new KeyDraft { Name = "a", Team = "red" }, new KeyDraft { Name = "b", Team = "red" }, new KeyDraft { Name = "c", Team = "blue" },
            new KeyDraft { Name = "d" }, new KeyDraft { Name = "e" }, new KeyDraft { Name = "f", Team = "red", Models = ["large", "small"] },
        })
        {
            keys.Add(await Keys.CreateAsync(gateway, draft));
        }

        var found = new List<string?>();
        foreach (var key in keys)
        {
            found.Add((await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(key))).Header("x-loadline-cache"));
        }

        // Only the second key of the same team with the same rights.
        Assert.Equal(["miss", "hit", "miss", "miss", "miss", "miss"], found);
    }

    [Fact]
    public async Task Budget_OfAHit_IsUntouched_AndRequestsCount()
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Usage = new FakeUsage(1000, 100, 400) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, Route));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Role = "admin", Limits = ["budget=1/month", "requests=3/day"] });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(key))).Status);
        }

        Assert.Equal(429, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(key))).Status);
        Assert.Equal(0.001m, (await Keys.BudgetAsync(gateway, key, "key")).GetProperty("spentUsd").GetDecimal());
    }

    [Fact]
    public void Find_AfterItsTime_IsForgotten()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var cache = new AnswerCache(new CacheConfig(TimeSpan.FromMinutes(1)), time);
        Keep(cache, 1, 10);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(cache.TryFind(1, out _, out var age, out _));
        Assert.Equal(TimeSpan.FromSeconds(59), age);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(cache.TryFind(1, out _, out _, out _));
    }

    [Fact]
    public void Keep_MoreThanFits_DropsWhatWasNotAskedForLongest()
    {
        var cache = new AnswerCache(new CacheConfig(TimeSpan.FromMinutes(1)) { MaxBytes = 10_000 }, TimeProvider.System);
        for (var i = 0; i < 100; i++)
        {
            Keep(cache, (UInt128)i, 1_000);
            Assert.True(cache.TryFind(0, out _, out _, out _));
            Assert.InRange(cache.Bytes, 0, 10_000);
        }

        Assert.True(cache.TryFind(99, out _, out _, out _));
        Assert.False(cache.TryFind(50, out _, out _, out _));
    }

    [Fact]
    public void Key_OfTwoTenants_NeverAgrees() => Prop.ForAll<string, string, string>((tenant, other, rules) =>
    {
        var body = System.Text.Encoding.UTF8.GetBytes("{\"a\":" + System.Text.Json.JsonSerializer.Serialize(Text(rules)) + "}");
        var same = AnswerKey.Of(Text(tenant), Text(rules), body) == AnswerKey.Of(Text(other), Text(rules), body);

        // Nor where the bounds between tenant and rules are moved.
        var moved = AnswerKey.Of(Text(tenant) + Text(rules), "", body) == AnswerKey.Of(Text(tenant), Text(rules), body);
        return same == (Text(tenant) == Text(other)) && (!moved || Text(rules).Length == 0);
    }).QuickCheckThrowOnFailure();

    private static string Text(string? text) => string.Concat((text ?? "").Where(static c => !char.IsSurrogate(c)));

    private static void Keep(AnswerCache cache, UInt128 key, int bytes)
    {
        Assert.False(cache.TryFind(key, out _, out _, out var flight));
        Assert.Null(flight);
        cache.End(key, new CachedAnswer("application/json", new byte[bytes], "m" + ((int)key).ToString(CultureInfo.InvariantCulture), new TokenUsage(1, 0, 0, 1, 0)));
    }

    private static async Task<(int, string?)> StatusAndCacheAsync(TestGateway gateway, bool streaming)
    {
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        return (answer.Status, answer.Header("x-loadline-cache"));
    }
}
