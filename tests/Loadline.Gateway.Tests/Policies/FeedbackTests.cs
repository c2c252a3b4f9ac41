using System.Globalization;
using Loadline.Core.Policies;
using Loadline.Gateway.Tests.Kit;
using Loadline.Storage.Sqlite;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Policies;

/// <summary>What callers say of answers: kept once, learned from, and kept from strangers.</summary>
public sealed class FeedbackTests
{
    private const string Path = "/loadline/feedback";

    private static string Config(FakeUpstream upstream, string policy = "{ kind: bandit }", string server = "") =>
        Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: server).Replace("{ kind: fixed, use: small }", policy, StringComparison.Ordinal);

    private static string Body(string decision, string what) => $$"""{"decision":"{{decision}}",{{what}}}""";

    [Fact]
    public async Task Feedback_SentTwice_CountsOnceAndALaterOneReplaces()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream));
        var answer = await gateway.AskAsync(Bodies.Chat(false));
        var record = await gateway.DecisionAsync(answer);
        var state = ((BanditPolicy)gateway.Snapshots.Current.Find("auto")!.Policy).State;

        var first = await gateway.PostAsync(Path, Body(record.Id, "\"score\":0.75,\"comment\":\"fine\""));
        Assert.Equal(200, first.Status);
        Assert.True(first.Json().GetProperty("learned").GetBoolean());
        Assert.Equal(1, state.Count);
        var again = await gateway.PostAsync(Path, Body(record.Id, "\"score\":0.75,\"comment\":\"fine\""));
        Assert.True(again.Json().GetProperty("unchanged").GetBoolean());
        Assert.Equal(1, state.Count);
        var later = await gateway.PostAsync(Path, Body(record.Id, "\"label\":\"bad\""));
        Assert.Equal(0, later.Json().GetProperty("quality").GetDouble());
        var other = await gateway.PostAsync(Path, Body(record.Id, "\"label\":\"up\",\"source\":\"grader\""));
        Assert.Equal("grader", other.Json().GetProperty("source").GetString());
    }

    [Fact]
    public async Task Feedback_AfterARestart_IsKeptInTheLedger()
    {
        using var folder = new TempFolder();
        await using var upstream = FakeUpstream.Start();
        string id;
        await using (var first = await TestGateway.StartAsync(Config(upstream), ledger: Writer(folder)))
        {
            var answer = await first.AskAsync(Bodies.Chat(false));
            id = answer.DecisionId!;
        }

        await using var second = await TestGateway.StartAsync(Config(upstream), ledger: Writer(folder));
        var taken = await second.PostAsync(Path, Body(id, "\"label\":\"good\",\"comment\":\"late but welcome\""));
        Assert.Equal(200, taken.Status);
        Assert.True(taken.Json().GetProperty("learned").GetBoolean());
        var ledger = (Core.Ledger.LedgerWriter)second.Services.GetService(typeof(Core.Ledger.LedgerWriter))!;
        var kept = Assert.Single(await ledger.Ledger.Feedback.ForAsync(id));
        Assert.Equal("late but welcome", kept.Comment);
        Assert.Equal(1, kept.Quality);
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("no json", 400)]
    [InlineData("{\"decision\":\"short\",\"score\":1}", 400)]
    [InlineData("{\"decision\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\"}", 400)]
    [InlineData("{\"decision\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"score\":1,\"label\":\"good\"}", 400)]
    [InlineData("{\"decision\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"score\":1.5}", 400)]
    [InlineData("{\"decision\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"label\":\"splendid\"}", 400)]
    [InlineData("{\"decision\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"score\":1}", 404)]
    public async Task Feedback_Mistakes_AreNamed(string body, int status)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream));
        Assert.Equal(status, (await gateway.PostAsync(Path, body)).Status);
    }

    [Fact]
    public async Task Feedback_WithoutTheAdminKey_IsRefused()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream, server: "admin_key: secret"));
        Assert.Equal(401, (await gateway.PostAsync(Path, "{}")).Status);
        Assert.Equal(400, (await gateway.PostAsync(Path, "{}", ("Authorization", "Bearer secret"))).Status);
    }

    [Fact]
    public async Task Bandit_State_SurvivesARestart()
    {
        using var folder = new TempFolder();
        await using var upstream = FakeUpstream.Start();
        var config = Config(upstream, "{ kind: bandit, state: " + folder.File("auto.bandit") + " }");
        await using (var gateway = await TestGateway.StartAsync(config))
        {
            var record = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false)));
            await gateway.PostAsync(Path, Body(record.Id, "\"score\":1"));
            await gateway.StopAsync();
        }

        var loaded = BanditStateFile.Load(folder.File("auto.bandit"));
        var x = new double[BanditFeatures.Length];
        x[0] = 1;
        var settings = BanditSettings.Default with { Width = 0, Explore = 0 };
        string[] names = ["small", "large"];
        var choice = loaded.Choose(settings, names, [true, true], -1, x, new Random(1));
        Assert.True(choice.Quality > 0.4, choice.Quality.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(folder.File("auto.bandit"), "{\"format\":\"loadline bandit 2\"}");
        Assert.Throws<InvalidDataException>(() => BanditStateFile.Load(folder.File("auto.bandit")));
    }

    private static Core.Ledger.LedgerWriter Writer(TempFolder folder) => new(
        SqliteLedger.Open(new SqliteLedgerOptions(folder.File("ledger.db"))), new Core.Ledger.LedgerWriterOptions(), TimeProvider.System, static _ => { });
}
