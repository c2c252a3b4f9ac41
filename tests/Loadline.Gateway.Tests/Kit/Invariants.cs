using Loadline.Core.Ledger;
using Loadline.Core.Limits;
using Loadline.Core.Plans;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Forwarding;
using Loadline.Gateway.Limits;
using Loadline.Gateway.Telemetry;
using Loadline.Gateway.Tests.Telemetry;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>What must hold once nothing runs any more, whatever went wrong before. <see cref="TestGateway"/> checks it at the end of every test.</summary>
internal static class Invariants
{
    /// <summary>Checks: nothing in flight, no slot, budget, reservation or probe taken, no busy upstream connection, no key in log or metric, no error logged.</summary>
    public static async Task HoldAsync(TestGateway gateway, params FakeUpstream[] upstreams)
    {
        await AtRestAsync(gateway);
        foreach (var upstream in upstreams)
        {
            await upstream.WaitForAsync(u => u.LiveRequests == 0);
            Assert.Empty(upstream.Errors);
        }

        Assert.True(gateway.Logs.Errors.Count == 0, string.Join('\n', gateway.Logs.Errors));
    }

    /// <summary>The part that holds for every gateway whatever its upstreams are.</summary>
    public static async Task AtRestAsync(TestGateway gateway)
    {
        var services = gateway.Services;
        await Eventually.TrueAsync(() => services.GetRequiredService<ExchangePool>().Active == 0, "no request under way");
        await Eventually.TrueAsync(() => services.GetRequiredService<AuditQueue>().Pending == 0, "no audit under way");
        var gate = services.GetRequiredService<AdmissionGate>();
        var buffers = services.GetRequiredService<BufferBudget>();
        // Not every endpoint is an exchange, and a caller has its answer before the server has let go of the body.
        await Eventually.TrueAsync(() => (gate.Running, gate.Waiting, buffers.Held) == (0, 0, 0), "no slot taken, nobody waiting, nothing buffered");
        Assert.All(services.GetRequiredService<UsageMeters>().Budgets(services.GetRequiredService<TimeProvider>().GetUtcNow()), kept => Assert.Equal((kept.Subject, 0m), (kept.Subject, kept.ReservedUsd)));
        var budget = services.GetRequiredService<PlanExecutor>().Budget;
        Assert.Equal((0, 0), (budget.Active, budget.Extra));
        Assert.All(gateway.Snapshots.Current.Deployments, deployment =>
        {
            Assert.Equal((deployment.Id, 0L, 0, 0), (deployment.Id, deployment.State.InFlight, deployment.State.Budget.Extra, deployment.State.Gate.Probes));
            Assert.Equal((0, 0), (deployment.Provider.State.Address.Probes, deployment.Provider.State.Credential.Probes));
        });
        var ports = gateway.Snapshots.Current.Config.Providers.Where(provider => provider.Url is not null).Select(provider => provider.Url!.Port);
        foreach (var port in ports)
        {
            await Eventually.TrueAsync(() => UpstreamSockets.Busy(port) == 0, $"no busy connection to port {port}");
        }

        var metrics = PrometheusPage.Of(services.GetRequiredService<PrometheusExporter>());
        Assert.Equal(0, metrics.Samples.GetValueOrDefault("loadline_requests_active"));
        // Shorter ones are in any text.
        var keys = gateway.Snapshots.Current.Config.Providers.Where(provider => provider.ApiKey is not null)
            .Select(provider => provider.ApiKey!.Reveal()).Where(key => key.Length >= 8);
        foreach (var key in keys)
        {
            Assert.DoesNotContain(key, metrics.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(gateway.Logs.Lines, line => line.Contains(key, StringComparison.Ordinal));
        }
    }

    /// <summary>Checks the ledger against what the upstreams themselves billed: as many calls, as many tokens.</summary>
    /// <param name="gateway">The gateway, all of whose decisions are still among the recent ones.</param>
    /// <param name="left">Callers that went: their last usage may have been on its way.</param>
    /// <param name="upstreams">All that it called.</param>
    public static async Task LedgerIsExactAsync(TestGateway gateway, int left, params FakeUpstream[] upstreams)
    {
        await HoldAsync(gateway, upstreams);
        var ledger = gateway.Services.GetRequiredService<LedgerWriter>();
        await Eventually.TrueAsync(() => ledger.Status.Queued == 0, "the ledger to be written");
        var attempts = gateway.Decisions.Recent(1_000_000).SelectMany(decision => decision.Attempts).Where(attempt => attempt.Outcome != "upstream_connect").ToList();
        var calls = upstreams.SelectMany(upstream => upstream.Requests).Where(request => request.Method == "POST").ToList();

        // A caller may go before its call has left: the attempt is on record, and nobody saw it.
        Assert.InRange(attempts.Count - calls.Count, 0, left);
        var billed = calls.Where(call => call.Billed is not null).ToList();
        var known = attempts.Where(attempt => attempt.Usage is not null).ToList();
        Assert.InRange(billed.Count - known.Count, 0, left);
        if (left == 0)
        {
            Assert.Equal(
                (billed.Sum(call => call.Billed!.Value.Input), billed.Sum(call => call.Billed!.Value.Output)),
                (known.Sum(attempt => attempt.Usage!.Value.Input), known.Sum(attempt => attempt.Usage!.Value.Output)));
        }
    }
}
