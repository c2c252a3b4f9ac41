using Loadline.Core.Ledger;
using Loadline.Gateway.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Auditing;

/// <summary>Carries audits out beside requests, few at once; whatever goes wrong costs only the audit.</summary>
internal sealed partial class AuditService(AuditQueue queue, Auditor auditor, GatewayMetrics metrics, ILogger<AuditService> logger) : BackgroundService
{
    private const int Workers = 4;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(stoppingToken), stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var job in queue.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await RunAsync(job, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is no error.
        }
    }

    private async ValueTask RunAsync(AuditJob job, CancellationToken stoppingToken)
    {
        var outcome = "failed";
        try
        {
            outcome = await auditor.RunAsync(job, stoppingToken).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            outcome = "ledger_unavailable";
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Failed(logger, error, job.Id);
        }
        finally
        {
            metrics.Audit(job.Route.Name, outcome);
            queue.Done();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit of {Id} failed")]
    private static partial void Failed(ILogger logger, Exception error, string id);
}
