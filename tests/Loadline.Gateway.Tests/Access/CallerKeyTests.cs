using Loadline.Core.Keys;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Access;

public sealed class CallerKeyTests
{
    public static TheoryData<Dialect, bool> Callers => Speech.CallersBothWays;

    [Fact]
    public async Task Models_NoKeyWasEverMade_AreOpen()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false))).Status);
        await Keys.CreateAsync(gateway, new KeyDraft { Name = "first" });
        Assert.Equal((401, "invalid_api_key"), await StatusAndCodeAsync(gateway));
    }

    [Fact]
    public async Task Models_KeysRequired_AreClosedBeforeTheFirstKey()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "caller_keys: required"));
        Assert.Equal((401, "invalid_api_key"), await StatusAndCodeAsync(gateway));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Ask_WithoutAKey_IsRefusedInTheCallersDialect(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "caller_keys: required"));
        var answer = await gateway.PostAsync(Speech.Path(caller, streaming), "{}");
        Assert.Equal(401, answer.Status);
        Assert.Contains("loadline keys create", Speech.ErrorMessage(caller, answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("authorization", "bearer ")]
    [InlineData("x-api-key", "")]
    [InlineData("api-key", "")]
    [InlineData("x-goog-api-key", "")]
    public async Task Ask_KeyInAnyDialectsHeader_Opens_AndGoesNoFurther(string header, string before)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k" });
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), (header, before + key))).Status);
        Assert.DoesNotContain(upstream.Requests, request => request.Headers.Any(one => one.Value.Contains(key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ask_KeyInTheQuery_OpensAsGeminisClientsSendIt()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k" });
        Assert.Equal(200, (await gateway.SendAsync("GET", "/v1beta/models?key=" + key)).Status);
        Assert.Equal(401, (await gateway.SendAsync("GET", "/v1beta/models?key=" + key + "x")).Status);
    }

    [Fact]
    public async Task Ask_TwoAuthorizationHeaders_IsRefused()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k" });
        Assert.NotEqual(200, (await gateway.AskAsync(Bodies.Chat(false), ("Authorization", "Bearer " + key), ("Authorization", "Bearer other"))).Status);
    }

    [Fact]
    public async Task Ask_RouteOutsideTheScope_IsRefused_AndNotListed()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Routes = ["auto"] });
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(key))).Status);
        var refused = await gateway.AskAsync(Bodies.Chat(false, "large"), Keys.Bearer(key));
        Assert.Equal((403, "route_not_allowed"), (refused.Status, refused.Code));
        var listed = (await gateway.GetJsonAsync("/v1/models", Keys.Bearer(key))).GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString());
        Assert.Equal(["auto"], listed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_ModelOutsideTheScope_NeverServes_NotEvenAfterAFailure(bool streaming)
    {
        await using var failing = FakeUpstream.Start(UpstreamScript.Error(500));
        await using var large = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(failing.BaseUrl, large.BaseUrl));
        var key = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k", Models = ["small"] });
        Assert.NotEqual(200, (await gateway.AskAsync(Bodies.Chat(streaming), Keys.Bearer(key))).Status);
        Assert.Empty(large.Requests);
    }

    [Fact]
    public async Task Admin_CreatesRotatesAndRevokes_OverHttp()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: "admin_key: root"));
        var made = (await gateway.PostAsync("/loadline/keys", """{"name":"ci","limits":["requests=60/minute"]}""", Keys.Bearer("root"))).Json();
        var text = made.GetProperty("text").GetString()!;
        var id = made.GetProperty("key").GetProperty("id").GetString()!;
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(text))).Status);

        var rotated = (await gateway.SendAsync("POST", $"/loadline/keys/{id}/rotate", Keys.Bearer("root"))).Json().GetProperty("text").GetString()!;
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(text))).Status);
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(rotated))).Status);

        Assert.Equal(200, (await gateway.SendAsync("DELETE", $"/loadline/keys/{id}", Keys.Bearer("root"))).Status);
        Assert.Equal(401, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(rotated))).Status);
        var listed = (await gateway.SendAsync("GET", "/loadline/keys", Keys.Bearer("root"))).Body;
        Assert.Contains("revoked", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(text[14..40], listed, StringComparison.Ordinal);
        var bad = await gateway.PostAsync("/loadline/keys", """{"name":"ci","limits":["requests=60"]}""", Keys.Bearer("root"));
        Assert.Equal((400, "invalid_key"), (bad.Status, bad.Code));
    }

    [Fact]
    public async Task Decision_RecordsTheKeyNotTheSecret_TheSameAfterARotation()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var first = await Keys.CreateAsync(gateway, new KeyDraft { Name = "k" });
        var before = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(first)));
        Assert.True(ApiKeyText.TryReadId(first.AsSpan(0, 13), out var id));
        var (_, second) = (await gateway.Services.GetRequiredService<KeyManager>().RotateAsync(id, TimeSpan.Zero))!.Value;
        await gateway.Services.GetRequiredService<KeyRing>().RefreshAsync();
        Assert.Equal(401, (await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(first))).Status);
        var after = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(second)));
        Assert.Equal(before.Caller, after.Caller);
        Assert.NotNull(after.Caller);
    }

    [Fact]
    public async Task Feedback_OfACaller_IsTakenForItsOwnDecisionsOnly()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var mine = await Keys.CreateAsync(gateway, new KeyDraft { Name = "mine" });
        var other = await Keys.CreateAsync(gateway, new KeyDraft { Name = "other" });
        var decision = (await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false), Keys.Bearer(mine)))).Id;
        var body = $$"""{"decision":"{{decision}}","score":1}""";
        Assert.Equal(404, (await gateway.PostAsync("/loadline/feedback", body, Keys.Bearer(other))).Status);
        Assert.Equal(200, (await gateway.PostAsync("/loadline/feedback", body, Keys.Bearer(mine))).Status);
    }

    private static async Task<(int, string?)> StatusAndCodeAsync(TestGateway gateway)
    {
        var answer = await gateway.AskAsync(Bodies.Chat(false));
        return (answer.Status, answer.Code);
    }
}
