using Loadline.Core.Plans;
using Loadline.Gateway.Forwarding;
using Loadline.Gateway.Limits;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>What must hold once nothing runs any more, whatever went wrong before.</summary>
internal static class Invariants
{
    private static readonly string[] Secrets = [Configs.KeyOfA, Configs.KeyOfB, "key-of-p0", "key-of-p1"];

    /// <summary>Checks: nothing in flight, no slot, budget or probe taken, no busy upstream connection, no secret in log or metric.</summary>
    public static async Task HoldAsync(TestGateway gateway, params FakeUpstream[] upstreams)
    {
        var services = gateway.Services;
        await Eventually.TrueAsync(() => services.GetRequiredService<ExchangePool>().Active == 0, "no request under way");
        var gate = services.GetRequiredService<AdmissionGate>();
        Assert.Equal((0, 0), (gate.Running, gate.Waiting));
        var budget = services.GetRequiredService<PlanExecutor>().Budget;
        Assert.Equal((0, 0), (budget.Active, budget.Extra));
        Assert.All(gateway.Snapshots.Current.Deployments, deployment =>
        {
            Assert.Equal((deployment.Id, 0L, 0, 0), (deployment.Id, deployment.State.InFlight, deployment.State.Budget.Extra, deployment.State.Gate.Probes));
            Assert.Equal((0, 0), (deployment.Provider.State.Address.Probes, deployment.Provider.State.Credential.Probes));
        });
        foreach (var upstream in upstreams)
        {
            await upstream.WaitForAsync(u => u.LiveRequests == 0);
            Assert.Empty(upstream.Errors);
        }

        var metrics = await gateway.MetricsAsync();
        Assert.Equal(0, metrics.Samples.GetValueOrDefault("loadline_requests_active"));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, metrics.Text, StringComparison.Ordinal));
        Assert.All(Secrets, secret => Assert.DoesNotContain(gateway.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
        Assert.True(gateway.Logs.Errors.Count == 0, string.Join('\n', gateway.Logs.Errors));
    }
}
