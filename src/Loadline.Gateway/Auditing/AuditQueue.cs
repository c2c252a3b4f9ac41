using System.Threading.Channels;
using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Core.Routing;

namespace Loadline.Gateway.Auditing;

/// <summary>Draws requests for audits and holds them until there is time. Never waits: what finds the queue full is dropped and counted.</summary>
internal sealed class AuditQueue
{
    // A body may have megabytes: few are held.
    private const int Most = 64;
    private const int MostBytes = 256 * 1024;

    private readonly Channel<AuditJob> _jobs = Channel.CreateBounded<AuditJob>(new BoundedChannelOptions(Most));
    private long _pending;
    private long _dropped;

    /// <summary>Gets the audits drawn and not yet done.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Gets the audits drawn and given up: too many at once, or too large.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public IAsyncEnumerable<AuditJob> ReadAllAsync(CancellationToken cancellationToken) => _jobs.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Draws for a decided request; takes no chance from requests of routes that are not audited.</summary>
    /// <param name="context">The decided request.</param>
    /// <param name="random">The source of chance.</param>
    /// <param name="rate">The probability that it had; 0 where it had none.</param>
    public static AuditDraw Draw(RoutingContext context, Random random, out double rate)
    {
        rate = 0;
        if (context.Route is not { Audit: { } audit, Reference: not null } || context.Facts.Kind != RequestKind.Chat || context.Choice < 0
            || context.Candidates.ReferenceIndex < 0 || context.Facts.Body.Length > MostBytes)
        {
            return AuditDraw.None;
        }

        rate = Rate(audit, context);
        var u = random.NextDouble();
        return u < audit.All ? AuditDraw.All : u < rate ? AuditDraw.Pair : AuditDraw.None;
    }

    private static double Rate(AuditConfig audit, RoutingContext context)
    {
        for (var i = 0; i < audit.Strata.Count; i++)
        {
            if (audit.Strata[i].When.Holds(context))
            {
                return audit.Strata[i].Rate;
            }
        }

        return audit.Rate;
    }

    public bool TryAdd(AuditJob job)
    {
        Interlocked.Increment(ref _pending);
        if (_jobs.Writer.TryWrite(job))
        {
            return true;
        }

        Interlocked.Decrement(ref _pending);
        Interlocked.Increment(ref _dropped);
        return false;
    }

    public void Done() => Interlocked.Decrement(ref _pending);
}
