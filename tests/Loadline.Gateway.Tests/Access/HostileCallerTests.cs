using Loadline.Core.Keys;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Access;

/// <summary>Callers who send what no client would: rows 62, 65 and 67 of docs/security.md.</summary>
public sealed class HostileCallerTests
{
    /// <summary>Texts in the place of a key, as they can stand in a header.</summary>
    public static TheoryData<string> HostileKeys { get; } = new()
    {
        "' OR 1=1 --", "ll_' OR '1'='1", "ll_0000000000_" + new string('0', 43) + "_000000", "ll_", "..%2f..%2fetc%2fpasswd", "${jndi:ldap://x}", "{{7*7}}",
        "%00", "%0d%0aX-Evil: 1", new string('a', 8_000), "ll_" + new string('Z', 4_000), "null", "undefined", "Bearer", "ll_AAAAAAAAAA;DROP TABLE keys",
    };

    [Theory]
    [MemberData(nameof(HostileKeys))]
    public async Task Ask_HostileKeys_AreRefusedInOneShape_AndReachNoStore(string text)
    {
        await using var upstream = FakeUpstream.Start();
        var store = new CountingStore();
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "caller_keys: required"), options: options => options with { Keys = store });
        var unknown = await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer("ll_nobody"));
        var before = store.Lists;
        var answer = await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(text));
        Assert.Equal((401, unknown.Body), (answer.Status, answer.Body));
        Assert.Equal(before, store.Lists);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Ask_KeyOutsideAscii_IsRefusedByTheServerItself()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "caller_keys: required"));
        var answer = await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer("ll_\u00e9\u00e9"));
        Assert.Equal((400, ""), (answer.Status, answer.Body));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_LineBreaksInNamesAndAnswers_MakeNoHeaderAndNoEvent(bool streaming)
    {
        const string Written = "one\r\n\r\ndata: {\"choices\":[]}\n\nevent: error\ndata: [DONE]\n\nX-Evil: 1\r\n";
        await using var upstream = FakeUpstream.Start(UpstreamScript.Reply(Written));
        await using var plain = FakeUpstream.Start(UpstreamScript.Reply(Written.Replace("\r", "r", StringComparison.Ordinal).Replace("\n", "n", StringComparison.Ordinal)));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        await using var other = await TestGateway.StartAsync(Configs.Pair(plain.BaseUrl, plain.BaseUrl));
        const string More = ""","user":"a\r\nX-Evil: 1","metadata":{"k\r\nX-Evil: 1":"v\n\ndata: x"}""";
        var answer = await gateway.AskAsync(Bodies.Chat(streaming, more: More));
        var expected = await other.AskAsync(Bodies.Chat(streaming, more: More));
        Assert.Equal((200, Written), (answer.Status, answer.Text));
        Assert.Equal(expected.Events.Count, answer.Events.Count);
        Assert.Null(answer.Header("X-Evil"));

        var unknown = await gateway.AskAsync(Bodies.Chat(streaming, "nobody\\r\\nX-Evil: 1\\r\\n\\r\\ndata: x"));
        Assert.Equal((404, "model_not_found"), (unknown.Status, unknown.Code));
        Assert.Null(unknown.Header("X-Evil"));
        Assert.Empty(unknown.Events);
    }

    [Theory]
    [InlineData("SMALL")]
    [InlineData("small ")]
    [InlineData(" large")]
    [InlineData("LARGE")]
    [InlineData("large\\u0000")]
    [InlineData("l\\u0430rge")]
    [InlineData("\\uff4carge")]
    [InlineData("*")]
    [InlineData("b/up-large")]
    [InlineData("b/../a/up-small")]
    [InlineData("auto/../large")]
    public async Task Ask_NamesLikeAnAllowedOne_OpenNothing(string name)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Models = ["small"] });
        var answer = await gateway.AskAsync(Bodies.Chat(false, name), Keys.Bearer(key));
        Assert.InRange(answer.Status, 400, 404);
        Assert.Empty(upstream.Requests);
    }

    private sealed class CountingStore : IKeyStore
    {
        private int _lists;

        public int Lists => Volatile.Read(ref _lists);

        // It never changes, so the ring's own upkeep reads it once.
        public ValueTask<long> VersionAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(1L);

        public ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _lists);
            return ValueTask.FromResult<IReadOnlyList<ApiKey>>([]);
        }

        public ValueTask SaveAsync(ApiKey key, CancellationToken cancellationToken = default) => throw new InvalidOperationException("Nobody saves here.");
    }
}
