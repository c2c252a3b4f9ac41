using System.Text;
using Loadline.Core.Ledger;
using Loadline.Gateway.Tests.Kit;
using Loadline.Storage.Sqlite;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Secrets;

/// <summary>What callers write and what models answer is in no byte of the ledger, unless its operator asked for it.</summary>
public sealed class LedgerCanaryTests : IDisposable
{
    private const string Prompt = "canary-prompt-5d17";
    private const string User = "canary-user-8812";
    private const string Session = "canary-session-31aa";
    private const string CallerKey = "canary-caller-90aa";
    private const string Reply = "canary-reply-31cd";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ledger_ContentOff_HoldsNoCanary()
    {
        var decisions = await ServeAsync("");

        Assert.Equal(8, decisions.Count);
        Assert.All(decisions, decision => Assert.NotNull(decision.Decision.Caller));
        Assert.All(decisions, decision => Assert.NotNull(decision.Decision.Session));
        Assert.Single(decisions.Select(decision => decision.Decision.Session).Distinct());
        var bytes = Bytes();
        foreach (var canary in (string[])[Prompt, User, Session, CallerKey, Reply, Configs.KeyOfA, Configs.KeyOfB])
        {
            Assert.DoesNotContain(canary, bytes, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Ledger_ContentOn_HoldsPromptAndAnswerAndNoKey()
    {
        var decisions = await ServeAsync("storage: { content: on }");

        Assert.All(decisions, decision => Assert.Contains(Prompt, Encoding.UTF8.GetString(decision.Content!.Request.Span), StringComparison.Ordinal));
        Assert.Equal(2, decisions.Count(decision => Encoding.UTF8.GetString(decision.Content!.Answer.Span).Contains(Reply, StringComparison.Ordinal)));
        Assert.DoesNotContain(CallerKey, Bytes(), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<LedgerEntry>> ServeAsync(string storage)
    {
        Assert.True(SqliteLibrary.TryLoad(null, out var problem), problem);
        var file = _folder.File("ledger.db");
        var writer = new LedgerWriter(SqliteLedger.Open(new SqliteLedgerOptions(file)), new LedgerWriterOptions(), TimeProvider.System, Assert.Fail);
        await using var upstream = FakeUpstream.Start(UpstreamScript.Reply(Reply));
        using var closed = new ClosedPort();
        await using (var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, closed.BaseUrl) + "\n" + storage + "\n", ledger: writer))
        {
            foreach (var script in (UpstreamScript[])
            [
                UpstreamScript.Reply(Reply), UpstreamScript.Error(500), UpstreamScript.Error(401, "bad", "Incorrect API key: " + Configs.KeyOfA),
                UpstreamScript.Malformed(),
            ])
            {
                upstream.DefaultScript = script;
                await AskAsync(gateway, streaming: false);
                await AskAsync(gateway, streaming: true);
            }
        }

        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(file, MustExist: true));
        return await ledger.Decisions.ListAsync(new LedgerPage { WithContent = true });
    }

    private static Task<Answer> AskAsync(TestGateway gateway, bool streaming) => gateway.AskAsync(
        $$"""{"model":"auto","stream":{{(streaming ? "true" : "false")}},"user":"{{User}}","metadata":{"session_id":"{{Session}}","note":"{{Prompt}}"},"messages":[{"role":"user","content":"{{Prompt}}"}]}""",
        ("Authorization", "Bearer " + CallerKey));

    // The log beside the file too, while it is there.
    private string Bytes() => string.Concat(Directory.GetFiles(_folder.Path).Select(file => File.ReadAllText(file, Encoding.Latin1)));
}
