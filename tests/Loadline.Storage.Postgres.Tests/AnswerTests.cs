using System.Text;
using Loadline.Core.Caching;
using Loadline.Core.Catalog;
using Loadline.Testing;

namespace Loadline.Storage.Postgres.Tests;

/// <summary>Answers that replicas give again.</summary>
public sealed class AnswerTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [PostgresFact]
    public async Task Answer_ComesBackAsItWas_ToAnotherReplica()
    {
        var options = await TestDatabase.NewAsync();
        await using var a = new PostgresDatabase(options);
        await using var b = new PostgresDatabase(options);
        var (one, other) = (new PostgresAnswers(a), new PostgresAnswers(b));
        var usage = new TokenUsage(1000, 400, 7, 100, 30) { ChargedUsd = 0.00123m };
        await one.AddAsync(UInt128.MaxValue - 5, "auto", Answer("data: {\"x\":\"ü\\u0000\"}\n\n", usage), Hour, 1 << 20);
        await one.AddAsync(7, "auto", Answer("{}"), Hour, 1 << 20);
        var found = await other.FindAsync(UInt128.MaxValue - 5);
        Assert.Equal(("text/event-stream", "data: {\"x\":\"ü\\u0000\"}\n\n", "small"), (found!.ContentType, Encoding.UTF8.GetString(found.Body.Span), found.Model));
        Assert.Equal(usage, found.Usage);
        Assert.InRange(found.Age, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Null((await other.FindAsync(7))!.Usage);
        Assert.Null(await other.FindAsync(8));
    }

    [PostgresFact]
    public async Task Answer_KeptAgain_ReplacesTheOld_AndOneThatIsOverIsGone()
    {
        await using var database = new PostgresDatabase(await TestDatabase.NewAsync());
        var sut = new PostgresAnswers(database);
        await sut.AddAsync(1, "auto", Answer("old"), Hour, 1 << 20);
        await sut.AddAsync(1, "auto", Answer("new"), Hour, 1 << 20);
        await sut.AddAsync(2, "auto", Answer("over"), TimeSpan.FromSeconds(-1), 1 << 20);
        Assert.Equal("new", Encoding.UTF8.GetString((await sut.FindAsync(1))!.Body.Span));
        Assert.Null(await sut.FindAsync(2));
    }

    [PostgresFact]
    public async Task Route_BeyondItsBytes_LosesItsOldest_AndNoOtherRoutes()
    {
        await using var database = new PostgresDatabase(await TestDatabase.NewAsync());
        var sut = new PostgresAnswers(database);
        await sut.AddAsync(1000, "other", Answer(new string('x', 5000)), Hour, 1 << 20);
        for (var i = 1; i <= 32; i++)
        {
            await sut.AddAsync((UInt128)i, "auto", Answer(new string('x', 600)), Hour, 10_000);
        }

        // Looked at with the first and with the 33rd: ten of 1,000 bytes fit.
        Assert.Null(await sut.FindAsync(22));
        Assert.NotNull(await sut.FindAsync(23));
        Assert.NotNull(await sut.FindAsync(32));
        Assert.NotNull(await sut.FindAsync(1000));
    }

    private static SharedAnswer Answer(string body, TokenUsage? usage = null) => new("text/event-stream", Encoding.UTF8.GetBytes(body), "small", usage);
}
