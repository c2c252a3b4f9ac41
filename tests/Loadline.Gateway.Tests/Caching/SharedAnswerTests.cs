using System.Collections.Concurrent;
using Loadline.Core.Caching;
using Loadline.Core.Keys;
using Loadline.Gateway.Hosting;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Caching;

/// <summary>Answers that replicas share: given again by another gateway to the same tenant, never to another, and never waited for long.</summary>
public sealed class SharedAnswerTests
{
    private static readonly UpstreamScript Good = new() { Usage = new FakeUsage(1000, 100, CachedTokens: 400) };

    public static TheoryData<bool> BothWays => [false, true];

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task AnotherReplica_GivesItAgain_ByteForByte(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        var store = new Store();
        await using var a = await StartAsync(upstream, store);
        await using var b = await StartAsync(upstream, store);
        var first = await a.AskAsync(Bodies.Chat(streaming));
        await Eventually.TrueAsync(() => store.Answers.Count == 1, "the answer is shared");
        var second = await b.AskAsync(Bodies.Chat(streaming));
        var third = await b.AskAsync(Bodies.Chat(streaming));
        Assert.Equal(("miss", "hit", "hit"), (first.Header("x-loadline-cache"), second.Header("x-loadline-cache"), third.Header("x-loadline-cache")));
        Assert.Equal((first.Body, first.Body), (second.Body, third.Body));
        Assert.Equal("0", second.Header("x-loadline-cost-usd"));
        Assert.Single(upstream.Requests);
        Assert.Equal("cache", Assert.Single((await b.DecisionAsync(second)).Attempts).Kind);

        // The third came from its own memory.
        Assert.Equal(2, store.Looks);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task AnotherTenant_NeverGetsIt(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        var store = new Store();
        var keys = new MemoryKeyStore();
        await using var a = await StartAsync(upstream, store, keys);
        await using var b = await StartAsync(upstream, store, keys);
        var drafts = new[]
        {
            new KeyDraft { Name = "one", Team = "t" }, new KeyDraft { Name = "alone" }, new KeyDraft { Name = "alone" }, new KeyDraft { Name = "other", Team = "u" },
            new KeyDraft { Name = "scoped", Team = "t", Models = ["small", "large"] },
        };
        for (var i = 0; i < drafts.Length; i++)
        {
            var key = await Keys.CreateAsync(a, drafts[i]);
            Assert.Equal("miss", (await a.AskAsync(Bodies.Chat(streaming), Keys.Bearer(key))).Header("x-loadline-cache"));
            await Eventually.TrueAsync(() => store.Answers.Count == i + 1, "the answer is shared");
        }

        var member = await Keys.CreateAsync(b, new KeyDraft { Name = "two", Team = "t" });
        Assert.Equal("hit", (await b.AskAsync(Bodies.Chat(streaming), Keys.Bearer(member))).Header("x-loadline-cache"));
        Assert.Equal(drafts.Length, upstream.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Store_FailsOrHangs_TheUpstreamAnswers_AndItIsLeftAlone(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Good);
        foreach (var fault in new Func<Task<SharedAnswer?>>[] { () => throw new InvalidOperationException("down"), () => new TaskCompletionSource<SharedAnswer?>().Task })
        {
            var store = new Store { Fault = fault };
            await using var gateway = await StartAsync(upstream, store);
            Assert.Equal((200, "miss"), Told(await gateway.AskAsync(Bodies.Chat(streaming, more: ",\"max_tokens\":5"))));
            Assert.Equal((200, "miss"), Told(await gateway.AskAsync(Bodies.Chat(streaming, more: ",\"max_tokens\":6"))));
            Assert.Equal((200, "hit"), Told(await gateway.AskAsync(Bodies.Chat(streaming, more: ",\"max_tokens\":5"))));
            Assert.True((await gateway.MetricsAtRestAsync()).Samples["loadline_cache_lookups_total{outcome=\"store_failed\",route=\"auto\"}"] >= 1);
        }
    }

    [Fact]
    public async Task TooOldOrNotShared_IsNotGiven()
    {
        await using var upstream = FakeUpstream.Start(Good);
        var store = new Store { Age = TimeSpan.FromMinutes(11) };
        await using var a = await StartAsync(upstream, store);
        await a.AskAsync(Bodies.Chat(false));
        await Eventually.TrueAsync(() => store.Answers.Count == 1, "the answer is shared");
        await using var b = await StartAsync(upstream, store);
        Assert.Equal("miss", (await b.AskAsync(Bodies.Chat(false))).Header("x-loadline-cache"));
        await using var own = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, "cache: { exact: 10m }"), options: options => options with { Answers = store });
        var looks = store.Looks;
        Assert.Equal("miss", (await own.AskAsync(Bodies.Chat(false))).Header("x-loadline-cache"));
        Assert.Equal(looks, store.Looks);
    }

    private static (int, string?) Told(Answer answer) => (answer.Status, answer.Header("x-loadline-cache"));

    private static Task<TestGateway> StartAsync(FakeUpstream upstream, Store store, MemoryKeyStore? keys = null) => TestGateway.StartAsync(
        Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, "cache: { exact: 10m, shared: on }") + "\nstorage: { ledger: \"postgres://u:p@h/d\" }\n",
        options: options => options with { Answers = store }, keys: keys);

    private sealed class Store : ISharedAnswers
    {
        private int _looks;

        public ConcurrentDictionary<UInt128, SharedAnswer> Answers { get; } = [];

        public int Looks => Volatile.Read(ref _looks);

        public TimeSpan Age { get; init; }

        public Func<Task<SharedAnswer?>>? Fault { get; init; }

        public async ValueTask<SharedAnswer?> FindAsync(UInt128 key, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _looks);
            return Fault is { } fault ? await fault() : Answers.TryGetValue(key, out var answer) ? answer with { Age = Age } : null;
        }

        public ValueTask AddAsync(UInt128 key, string route, SharedAnswer answer, TimeSpan keep, long mostBytes, CancellationToken cancellationToken = default)
        {
            Answers[key] = answer;
            return ValueTask.CompletedTask;
        }
    }
}
