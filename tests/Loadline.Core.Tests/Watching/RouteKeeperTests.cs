using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;
using Loadline.Core.Watching;
using Loadline.Testing;

namespace Loadline.Core.Tests.Watching;

/// <summary>What belongs to one canary, whoever began it, and what to the next.</summary>
public sealed class RouteKeeperTests : IAsyncDisposable
{
    private static readonly LoadlineConfig Config = TestConfig.Good(
        TestConfig.Head + "routes: { auto: { pool: [small, large], reference: large, quality: { keep: 0.5 }, audit: { rate: 1, grader: g }, policy: { kind: fixed, use: small } } }\ngraders: { g: { kind: contains, texts: [x] } }");

    private readonly MemoryLedger _ledger = new(100);
    private readonly FakeTimeProvider _time = new();
    private readonly SnapshotHolder _snapshots;
    private readonly RouteKeeper _keeper;
    private int _audits;

    public RouteKeeperTests()
    {
        _snapshots = new SnapshotHolder(Proof.Build(Proof.Certified(Config, RouteMode.Canary)));
        _keeper = new RouteKeeper(_ledger, _snapshots, _time, new Random(1));
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task SetMode_AnotherShareOfTheConfigsCanary_GoesOn()
    {
        await AuditAsync(3);
        await SetAsync(RouteMode.Canary, 0.25);
        await AuditAsync(1);
        var standing = await StandingAsync();
        Assert.Equal((4, 1, 0), (standing.Canary!.Audits, standing.Canary.Number, standing.Salt));

        // Left, it can be read; the next one begins with nothing, draws anew and has to show more.
        await SetAsync(RouteMode.Observe, 0);
        standing = await StandingAsync();
        Assert.Equal((4, true), (standing.Canary!.Audits, standing.Canary.IsOver));
        await SetAsync(RouteMode.Canary, 0.25);
        Assert.Null((await StandingAsync()).Canary);
        await AuditAsync(1);
        standing = await StandingAsync();
        Assert.Equal((1, 2, 1), (standing.Canary!.Audits, standing.Canary.Number, standing.Salt));
    }

    [Fact]
    public async Task Refresh_ConfigLeavesItsCanaryAndComesBack_BeginsAnew()
    {
        await AuditAsync(3);
        Change(RouteMode.Enforce);
        await _keeper.RefreshAsync();
        Assert.True((await StandingAsync()).Canary!.IsOver);
        Change(RouteMode.Canary);
        await _keeper.RefreshAsync();
        await AuditAsync(2);
        var canary = (await StandingAsync()).Canary!;
        Assert.Equal((2, 2, false), (canary.Audits, canary.Number, canary.IsOver));
    }

    [Fact]
    public async Task Audited_AtAnotherSettingThanInForce_IsNotTheCanarys()
    {
        await AuditAsync(1);
        await AuditAsync(1, stepsBack: 1);
        Assert.Equal(1, (await StandingAsync()).Canary!.Audits);
    }

    [Fact]
    public async Task Audited_AlarmThatStepsBack_EndsWhatTheCanaryHasSeen()
    {
        await AuditAsync(2);
        for (var i = 0; i < 500 && (await StandingAsync()).StepsBack == 0; i++)
        {
            await AuditAsync(1, served: 0);
        }

        var standing = await StandingAsync();
        Assert.Equal((1, 1), (standing.StepsBack, standing.Canaries));
        Assert.Null(standing.Canary);
    }

    private void Change(RouteMode mode) => _snapshots.Apply(Proof.Certified(Config, mode), TestCatalog.Empty);

    private async Task SetAsync(RouteMode mode, double share) => Assert.Null(await _keeper.SetModeAsync("auto", new RouteModeSetting(mode, share), "Ida", "why"));

    private async Task<RouteStanding> StandingAsync() => Assert.Single(await _keeper.Store.ListAsync());

    private async Task AuditAsync(int count, double served = 1, int stepsBack = 0)
    {
        await _keeper.RefreshAsync();
        var route = _snapshots.Current.Find("auto")!;
        for (var i = 0; i < count; i++)
        {
            await _keeper.AuditedAsync(new AuditRecord("d" + _audits++, DateTimeOffset.UnixEpoch, "auto", "small", "large", served, 1, 1, "judge", null)
            {
                Details = new AuditDetails { RouteDigest = route.Digest, Certificate = route.Serving.CertificateName, StepsBack = stepsBack, IsServed = true },
            });
        }
    }
}
