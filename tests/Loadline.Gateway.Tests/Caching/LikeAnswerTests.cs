using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Loadline.Core.Caching;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Policies;
using Loadline.Gateway.Caching;
using Loadline.Gateway.Tests.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Caching;

/// <summary>Answers given to other questions: of the same wording, or of the same meaning; to the same tenant, and where nothing else differs.</summary>
public sealed class LikeAnswerTests
{
    private const string Cats = "why do cats sleep so long";
    private const string Kittens = "what makes kittens doze for ages";

    public static TheoryData<Dialect, bool> Callers => Speech.CallersBothWays;

    public static TheoryData<bool> BothWays => [false, true];

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Wording_Same_IsAnsweredByteForByte_InEveryDialect(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Usage = new FakeUsage(1000, 100, 400) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, "cache: { exact: 10m, wording: on }"), Clock());
        async Task<Answer> AskAsync(string question)
        {
            var answer = await gateway.PostAsync(Speech.Path(caller, streaming), Speech.Body(caller, streaming).Replace("\"Hello\"", JsonSerializer.Serialize(question), StringComparison.Ordinal));
            await gateway.RestAsync();
            return answer;
        }

        var first = await AskAsync("Why do the cats sleep?");
        var again = await AskAsync("Hi! Could you tell me why do cats sleep? Thanks!");
        var third = await AskAsync("Hi! Could you tell me why do cats sleep? Thanks!");
        var other = await AskAsync("Why do the dogs sleep?");

        Assert.Equal((IEnumerable<string?>)["miss", "wording", "wording", "miss"], [first.Header("x-loadline-cache"), again.Header("x-loadline-cache"), third.Header("x-loadline-cache"), other.Header("x-loadline-cache")]);
        Assert.Equal((first.Body, first.Header("Content-Type"), "0", "0"), (again.Body, again.Header("Content-Type"), again.Header("x-loadline-cost-usd"), again.Header("Age")));
        Assert.Equal(2, upstream.Requests.Count);
        var record = await gateway.DecisionAsync(again);
        Assert.Equal((0m, 0.0084m, AttemptKinds.Cache, "cache by wording"), (record.CostUsd, record.ReferenceCostUsd, Assert.Single(record.Attempts).Kind, record.Attempts[0].Deployment));
        Assert.Equal(2, (await gateway.MetricsAtRestAsync()).Samples["loadline_cache_lookups_total{outcome=\"wording_hit\",route=\"auto\"}"]);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Meaning_SimilarEnough_IsAnswered_AndToldSo(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Usage = new FakeUsage(1000, 100, 400) });
        await using var embedder = Embedder(new() { [Cats] = 0, [Kittens] = 10, ["how do planes fly"] = 60 });
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder), Clock());
        var first = await gateway.LeadAsync(Chat(Cats, streaming));
        var again = await gateway.LeadAsync(Chat(Kittens, streaming));
        var other = await gateway.LeadAsync(Chat("how do planes fly", streaming));

        Assert.Equal((IEnumerable<string?>)["miss", "semantic", "miss"], [first.Header("x-loadline-cache"), again.Header("x-loadline-cache"), other.Header("x-loadline-cache")]);
        Assert.Equal((IEnumerable<string?>)[null, "0.9848", null], [first.Header("x-loadline-cache-similarity"), again.Header("x-loadline-cache-similarity"), other.Header("x-loadline-cache-similarity")]);
        Assert.Equal((first.Body, "0"), (again.Body, again.Header("Age")));

        // The embedding was paid; what the reference would have cost is what was saved.
        var record = await gateway.DecisionAsync(again);
        Assert.Equal([AttemptKinds.Router, AttemptKinds.Cache], record.Attempts.Select(attempt => attempt.Kind));
        Assert.Equal((0.00001m, 0.0084m, "0.00001"), (record.CostUsd, record.ReferenceCostUsd, again.Header("x-loadline-cost-usd")));
        Assert.Equal(1, (await gateway.MetricsAtRestAsync()).Samples["loadline_cache_lookups_total{outcome=\"semantic_hit\",route=\"auto\"}"]);
    }

    [Fact]
    public async Task Meaning_AnswersDoNotDrift_FromQuestionToQuestion()
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = Embedder(new() { [Cats] = 0, [Kittens] = 15, ["what puts a tiger to rest"] = 30 });
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder));
        await gateway.LeadAsync(Chat(Cats));
        Assert.Equal("semantic", (await gateway.LeadAsync(Chat(Kittens))).Header("x-loadline-cache"));

        // 15° from what was answered with another's answer, 30° from what was answered itself.
        Assert.Equal("miss", (await gateway.LeadAsync(Chat("what puts a tiger to rest"))).Header("x-loadline-cache"));
    }

    [Theory]
    [InlineData("why do cats sleep so long 2 times", "particulars")]
    [InlineData("why do cats never sleep", "particulars")]
    public async Task Meaning_OtherParticulars_AreNotAlike(string question, string why)
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = Embedder(new() { [Cats] = 0, [question] = 0 });
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder));
        await gateway.LeadAsync(Chat(Cats));
        Assert.True((await gateway.LeadAsync(Chat(question))).Header("x-loadline-cache") == "miss", why);
    }

    [Theory]
    [InlineData(",\"temperature\":1")]
    [InlineData(",\"max_tokens\":7")]
    [InlineData(",\"response_format\":{\"type\":\"json_object\"}")]
    [InlineData(",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]")]
    [InlineData(",\"metadata\":{\"a\":\"b\"}")]
    [InlineData(",\"stream\":true")]
    public async Task AnythingElseDiffers_IsNotAlike(string more)
    {
        foreach (var question in new[] { Kittens, "Why do the cats sleep so long?" })
        {
            await using var upstream = FakeUpstream.Start();
            await using var embedder = FakeUpstream.Start(Vector(0));
            await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder, "wording: on, "));
            await gateway.LeadAsync(Chat(Cats));
            Assert.Equal("miss", (await gateway.LeadAsync(Chat(question, more: more))).Header("x-loadline-cache"));
        }
    }

    [Fact]
    public async Task WithTools_NothingIsAlike_AndAHistoryMustBeTheSame()
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = Embedder(new() { [Cats] = 0, [Kittens] = 0 });
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder));
        const string Tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]";
        await gateway.LeadAsync(Chat(Cats, more: Tools));
        Assert.Equal("miss", (await gateway.LeadAsync(Chat(Kittens, more: Tools))).Header("x-loadline-cache"));
        Assert.Empty(embedder.Requests);

        string System(string system, string question) => Chat(question).Replace("[{", "[{\"role\":\"system\",\"content\":\"" + system + "\"},{", StringComparison.Ordinal);
        await gateway.LeadAsync(System("Be brief.", Cats));
        Assert.Equal("semantic", (await gateway.LeadAsync(System("Be brief.", Kittens))).Header("x-loadline-cache"));
        Assert.Equal("miss", (await gateway.LeadAsync(System("Be rude.", Kittens))).Header("x-loadline-cache"));
    }

    [Theory]
    [InlineData("x-loadline-cache", "exact", "miss")]
    [InlineData("x-loadline-cache", "off", null)]
    [InlineData("x-loadline-task", "code", "miss")]
    public async Task Caller_MayRefuse_WhatIsOnlyAlike(string header, string value, string? told)
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = Embedder(new() { [Cats] = 0, [Kittens] = 0 });
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder));
        await gateway.LeadAsync(Chat(Cats));
        Assert.Equal(told, (await gateway.LeadAsync(Chat(Kittens), (header, value))).Header("x-loadline-cache"));
        Assert.Equal(value switch { "exact" => "hit", "off" => null, _ => "semantic" }, (await gateway.LeadAsync(Chat(Cats), (header, value))).Header("x-loadline-cache"));
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task Caller_WhoRefusesWhatIsAlike_IsNotGivenItByAnother(bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start();
        using var gate = new ManualResetEventSlim();
        embedder.Choose = request =>
        {
            if (request.BodyText.Contains(Kittens, StringComparison.Ordinal))
            {
                gate.Wait(TimeSpan.FromSeconds(15));
            }

            return Vector(0);
        };
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder));
        await gateway.LeadAsync(Chat(Cats, streaming));
        var leader = gateway.AskAsync(Chat(Kittens, streaming));
        await embedder.WaitForRequestAsync(2);
        var exact = gateway.AskAsync(Chat(Kittens, streaming), ("x-loadline-cache", "exact"));
        var any = gateway.AskAsync(Chat(Kittens, streaming));
        await gateway.RestAsync(active: 3);
        gate.Set();
        Assert.Equal((200, "semantic"), Told(await leader));
        Assert.Equal((200, "miss"), Told(await exact));
        Assert.Equal(200, (await any).Status);
        Assert.Equal(2, upstream.Requests.Count);
    }

    [Fact]
    public async Task Embedder_AskedByOneTenant_TellsNothingToAnother()
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vector(0));
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder));
        var records = new List<DecisionRecord>();
        foreach (var draft in new[] { new KeyDraft { Name = "a", Team = "red" }, new KeyDraft { Name = "b", Team = "Red" }, new KeyDraft { Name = "c", Team = "red" } })
        {
            // A space more is another request, and the same text to embed.
            var key = await Keys.CreateAsync(gateway, draft);
            records.Add(await gateway.DecisionAsync(await gateway.LeadAsync(Chat(Cats + (draft.Name == "c" ? " " : "")), Keys.Bearer(key))));
        }

        Assert.Equal([1, 1, 0], records.Select(record => record.Attempts.Count(attempt => attempt.Kind == AttemptKinds.Router)));
        Assert.Equal(2, embedder.Requests.Count);
    }

    [Fact]
    public async Task Embedder_CallerLeavesDuringACall_ItIsOnRecord_AndCountsForTheDay()
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vector(0));
        embedder.Enqueue(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder, more: ", daily_usd: 0.000001"));
        await using (var client = await gateway.ConnectAsync())
        {
            await client.PostAsync(TestGateway.Chat, Chat(Cats));
            await embedder.WaitForRequestAsync();
            client.Reset();
            await gateway.RestAsync();
        }

        var record = Assert.Single(gateway.Decisions.Recent(10));
        Assert.Equal(("caller_gone", AttemptKinds.Router, true), (record.Attempts[0].Outcome, Assert.Single(record.Attempts).Kind, record.Attempts[0].PossiblyBilled));
        Assert.Empty(upstream.Requests);
        Assert.Equal((200, "miss"), Told(await gateway.LeadAsync(Chat(Kittens))));
        Assert.Single(embedder.Requests);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("malformed")]
    [InlineData("hang")]
    public async Task Embedder_FailsOrHangs_TheUpstreamAnswers(string fault)
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vector(0));
        embedder.Enqueue(fault switch { "error" => UpstreamScript.Error(500), "hang" => UpstreamScript.Hang(), _ => UpstreamScript.Malformed() });
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder, timeout: fault == "hang" ? "100ms" : "20s"));
        Assert.Equal((200, "miss"), Told(await gateway.LeadAsync(Chat(Cats))));
        Assert.Equal((200, "hit"), Told(await gateway.LeadAsync(Chat(Cats))));

        // Nothing says what the first one meant, so the second is like nothing; the third is like the second, if 100 ms were enough for that.
        Assert.Equal((200, "miss"), Told(await gateway.LeadAsync(Chat(Kittens))));
        if (fault != "hang")
        {
            Assert.Equal((200, "semantic"), Told(await gateway.LeadAsync(Chat("why are cats asleep"))));
        }
    }

    [Fact]
    public async Task Embedder_OverItsBudget_IsNotAsked()
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = Embedder(new() { [Cats] = 0, [Kittens] = 0 });
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder, more: ", daily_usd: 0.000001"));
        await gateway.LeadAsync(Chat(Cats));
        Assert.Equal("miss", (await gateway.LeadAsync(Chat(Kittens))).Header("x-loadline-cache"));
        Assert.Single(embedder.Requests);
    }

    [Fact]
    public async Task Embedder_CallerHasNoMoney_IsNotAskedOnItsBehalf_AndTheSameIsStillAnswered()
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = Embedder(new() { [Cats] = 0, [Kittens] = 0 });
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder));
        var rich = await Keys.CreateAsync(gateway, new KeyDraft { Name = "rich", Team = "t" });
        var poor = await Keys.CreateAsync(gateway, new KeyDraft { Name = "poor", Team = "t", Limits = ["budget=0.000001/month"] });
        await gateway.LeadAsync(Chat(Cats), Keys.Bearer(rich));
        Assert.Equal(429, (await gateway.LeadAsync(Chat(Kittens), Keys.Bearer(poor))).Status);
        Assert.Equal((200, "hit"), Told(await gateway.LeadAsync(Chat(Cats), Keys.Bearer(poor))));
        Assert.Single(embedder.Requests);
    }

    [Fact]
    public async Task ManyAtOnce_OfASimilarQuestion_MakeNoCall()
    {
        await using var upstream = FakeUpstream.Start();
        await using var embedder = Embedder(new() { [Cats] = 0, [Kittens] = 0 });
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder));
        await gateway.LeadAsync(Chat(Cats));
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => gateway.AskAsync(Chat(Kittens))));
        Assert.All(answers, answer => Assert.Equal((200, "semantic"), Told(answer)));
        Assert.Single(upstream.Requests);
    }

    // Random tenants ask random questions, all of them like all others: an answer holds the tenant's mark, and nobody sees another's.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RandomTenantsAndQuestions_NeverMeet(int seed)
    {
        await using var upstream = FakeUpstream.Start();
        upstream.Choose = request => new UpstreamScript { Text = "for " + Mark(request) };
        await using var embedder = FakeUpstream.Start(Vector(0));
        await using var gateway = await TestGateway.StartAsync(Config(upstream, embedder, "wording: on, "));
        var random = new Random(seed);
        var tenants = new List<(string Key, string Tenant)>();
        foreach (var (draft, tenant) in new[]
        {
            (new KeyDraft { Name = "a", Team = "red" }, "red"), (new KeyDraft { Name = "b", Team = "red" }, "red"), (new KeyDraft { Name = "c", Team = "blue" }, "blue"), (new KeyDraft { Name = "d" }, "d"),
            (new KeyDraft { Name = "d" }, "d2"), (new KeyDraft { Name = "e", Team = "red", Models = ["small", "large"] }, "red scoped"),
        })
        {
            tenants.Add((await Keys.CreateAsync(gateway, draft), tenant));
        }

        var (hits, seen) = (0, new HashSet<string>());
        string[] subjects = ["cats", "dogs", "planes", "rivers"];
        for (var i = 0; i < 120; i++)
        {
            var (key, tenant) = tenants[random.Next(tenants.Count)];
            var question = $"{(random.Next(2) == 0 ? "Hi! " : "")}why do {subjects[random.Next(subjects.Length)]} sit near {subjects[random.Next(subjects.Length)]}{(random.Next(2) == 0 ? "?" : "")}";

            // The user is no part of what is asked, so it can mark whose answer it is.
            var answer = await gateway.LeadAsync(Chat(question, random.Next(3) == 0, $",\"user\":\"{tenant}\""), Keys.Bearer(key));
            Assert.Contains("for " + tenant + ".", Speech.Text(Dialect.OpenAIChat, answer), StringComparison.Ordinal);
            hits += answer.Header("x-loadline-cache") is "semantic" or "wording" ? 1 : 0;
            seen.Add(tenant);
        }

        Assert.Equal(5, seen.Count);
        Assert.True(hits > 60, $"only {hits} were alike: the test would show nothing");
    }

    [Fact]
    public void Find_AfterItsTime_IsNotGiven()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var cache = new AnswerCache(Settings() with { Semantic = Meaning() with { Keep = TimeSpan.FromSeconds(30) } }, time);
        Keep(cache, 1, new AskedQuestion(7, 8, [1, 0]));
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(new AnswerMatch("semantic", 1, TimeSpan.FromSeconds(29)), cache.FindSimilar(8, [1, 0])!.Match);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(cache.FindSimilar(8, [1, 0]));
        Assert.NotNull(cache.FindByWording(7));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(cache.FindByWording(7));
    }

    [Fact]
    public void Find_TheNearestIsOver_TheNextIsGiven()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var cache = new AnswerCache(Settings() with { Semantic = Meaning() with { Keep = TimeSpan.FromSeconds(30) } }, time);
        Keep(cache, 1, new AskedQuestion(null, 8, [1, 0]));
        time.Advance(TimeSpan.FromSeconds(20));
        Keep(cache, 2, new AskedQuestion(null, 8, [0.96f, 0.28f]));
        Assert.Equal(1, cache.FindSimilar(8, [1, 0])!.Match!.Similarity);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((0.96f, TimeSpan.FromSeconds(10)), (cache.FindSimilar(8, [1, 0])!.Match!.Similarity, cache.FindSimilar(8, [1, 0])!.Match!.Age));

        // What is over goes where another comes, and makes no room of the newest.
        var entries = new SimilarEntries(2);
        var made = new[] { 10, 30, 20 }.Select(at => new CacheEntry((UInt128)at, new CachedAnswer("", default, "m", null), new AskedQuestion(null, 8, [1, 0]), at)).ToArray();
        entries.Add(made[0], 0);
        entries.Add(made[1], 0);
        entries.Add(made[2], 10);
        Assert.Equal([made[1], made[2]], entries.In(8));
        entries.Add(made[0], 20);
        Assert.Equal([made[1], made[0]], entries.In(8));
    }

    [Fact]
    public void Keep_MoreThanFits_IsForgottenInEveryWayItWasFoundBy()
    {
        var cache = new AnswerCache(Settings() with { MaxBytes = 20_000 }, TimeProvider.System);
        for (var i = 0; i < 100; i++)
        {
            Keep(cache, (UInt128)i, new AskedQuestion((UInt128)i, 8, new float[256]), 100);
            Assert.InRange(cache.Bytes, 0, 20_000);
        }

        Assert.Null(cache.FindByWording(50));
        Assert.NotNull(cache.FindByWording(99));
        Assert.InRange(Enumerable.Range(0, 100).Count(i => cache.FindByWording((UInt128)i) is not null), 5, 12);
    }

    [Fact]
    public void Entries_BoundWhatIsCompared_OldestFirst()
    {
        var cache = new AnswerCache(Settings() with { Semantic = Meaning() with { Entries = 2 } }, TimeProvider.System);
        float[][] vectors = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
        for (var i = 0; i < 3; i++)
        {
            Keep(cache, (UInt128)i, new AskedQuestion(null, 8, vectors[i]));
        }

        Assert.Equal([false, true, true], vectors.Select(vector => cache.FindSimilar(8, vector) is not null));
        Assert.Null(cache.FindSimilar(9, vectors[2]));
        Assert.Null(cache.FindSimilar(8, [0, 1]));
    }

    [Fact]
    public void Around_OfTwoQuestions_AgreesExactlyWhereTheRestDoes() => Prop.ForAll<string, string, string>((one, other, rest) =>
    {
        var (a, b) = (Around(Text(one), Text(rest)), Around(Text(other), Text(rest)));
        var c = Around(Text(one), Text(rest) + "x");
        return a.SequenceEqual(b) && !a.SequenceEqual(c);
    }).QuickCheckThrowOnFailure();

    private static byte[] Around(string question, string rest)
    {
        var facts = new Core.Facts.RequestFacts();
        facts.Reset(System.Text.Encoding.UTF8.GetBytes(Chat("q" + question, more: ",\"metadata\":{\"rest\":" + JsonSerializer.Serialize(rest) + "}")));
        Assert.True(Wire.OpenAI.ChatRequestScanner.Scan(facts).Ok);
        return QuestionScope.Around(facts)!;
    }

    private static string Text(string? text) => string.Concat((text ?? "").Where(static c => !char.IsSurrogate(c)));

    private static string Mark(RecordedRequest request)
    {
        using var json = request.Json();
        return json.RootElement.GetProperty("user").GetString() + ".";
    }

    // Ages are told in whole seconds, and none may pass on a slow machine.
    private static FakeTimeProvider Clock() => new(DateTimeOffset.UnixEpoch.AddYears(50));

    private static (int, string?) Told(Answer answer) => (answer.Status, answer.Header("x-loadline-cache"));

    private static CacheConfig Settings() => new(TimeSpan.FromMinutes(1)) { ByWording = true, Semantic = Meaning() };

    private static SemanticCacheConfig Meaning() => new(0.9, new EmbeddingSource("embedder"));

    private static void Keep(AnswerCache cache, UInt128 key, AskedQuestion asked, int bytes = 10)
    {
        Assert.False(cache.TryFind(key, out _, out _, out _));
        cache.End(key, new CachedAnswer("application/json", new byte[bytes], "m", null), asked: asked);
    }

    private static string Chat(string question, bool streaming = false, string more = "") =>
        Bodies.Chat(streaming, more: more).Replace("\"Hello\"", JsonSerializer.Serialize(question), StringComparison.Ordinal);

    private static UpstreamScript Vector(double degrees) => UpstreamScript.Raw(200, string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"object\":\"list\",\"data\":[{{\"object\":\"embedding\",\"index\":0,\"embedding\":[{Math.Cos(degrees * Math.PI / 180):0.######}, {Math.Sin(degrees * Math.PI / 180):0.######}]}}],\"model\":\"up-embed\",\"usage\":{{\"prompt_tokens\":100,\"total_tokens\":100}}}}"));

    // Questions lie in a plane; the angle between two is all that counts.
    private static FakeUpstream Embedder(Dictionary<string, double> degrees)
    {
        var embedder = FakeUpstream.Start();
        embedder.Choose = request =>
        {
            using var json = request.Json();
            return Vector(degrees[json.RootElement.GetProperty("input")[0].GetString()!]);
        };
        return embedder;
    }

    private static string Config(FakeUpstream answers, FakeUpstream embedder, string cache = "", string more = "", string timeout = "20s") => $$"""
        version: 1
        providers:
          a: { dialect: openai-chat, url: "{{answers.BaseUrl}}", api_key: ka }
          e: { dialect: openai-chat, url: "{{embedder.BaseUrl}}", api_key: ke }
        models:
          small: { provider: a, name: up-small, {{Configs.Small}} }
          large: { provider: a, name: up-large, {{Configs.Large}} }
          embedder: { provider: e, name: up-embed, can: [embeddings], price: { input: 0.1, output: 0 } }
        routes:
          auto:
            pool: [small, large]
            reference: large
            mode: enforce
            quality: uncertified
            policy: { kind: fixed, use: small }
            cache: { exact: 10m, {{cache}}semantic: { threshold: 0.95, embeddings: { model: embedder, timeout: {{timeout}}{{more}} } } }
        """;
}
