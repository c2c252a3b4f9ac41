using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Simulation;

namespace Loadline.Gateway.Forwarding;

/// <content>Canaries that keep a session on its side, and requests that are drawn to be audited.</content>
internal sealed partial class Exchange
{
    private AuditDraw _draw;
    private double _auditRate;

    /// <summary>Gets a value indicating whether the answer is needed once the caller has it.</summary>
    public bool IsAudited => _draw != AuditDraw.None;

    // The same session, else the same caller, is always served by the same side of a canary.
    private void Stick(RouteSnapshot? route)
    {
        if (route is { IsDirect: false, Mode: RouteMode.Canary })
        {
            var identity = RequestIdentity.Session(_context.Facts, _services.Ledger.Identities)
                ?? RequestIdentity.Caller(_context.Facts, _services.Ledger.Identities, _key?.Subject);
            _context.StickyKey = identity is { } known ? (ulong)known ^ (ulong)(known >> 64) : null;
        }
    }

    // After the caller has its answer; bytes are copied, for the buffers go to the next request.
    private void Audit()
    {
        if (!IsAudited || _fromCache is not null || _error != RoutingError.None || Served is not { } served || _context.Choice < 0)
        {
            return;
        }

        var route = _context.Route!;
        var isTaken = _services.Audits.TryAdd(new AuditJob
        {
            Id = _id,
            Snapshot = _snapshot,
            Route = route,
            Target = _target,
            Body = _body.Bytes.ToArray(),
            Answer = _attempt.Answer.ToArray(),
            AnswerDialect = _attempt.Dialect,
            IsStream = _context.Facts.Stream,
            Choice = _context.Candidates.All[_context.Choice],
            Served = served,
            Serves = _context.Serves,
            CostUsd = _attempt.Cost,
            Scope = _context.Scope,
            Residency = _context.Residency,
            Session = RequestIdentity.Session(_context.Facts, _services.Ledger.Identities) is { } session ? IdentityHasher.ToText(session) : null,
            Row = _headers.Find(SimulatedProviderHandler.RowHeader),
            Draw = _draw,
            Rate = _auditRate,
            IsForLabel = route.Audit!.Labels > 0 && _random.NextDouble() < route.Audit.Labels,
            InputTokens = _context.EstimatedInputTokens,
            OutputTokens = _context.EstimatedOutputTokens,
        });
        if (!isTaken)
        {
            _services.Metrics.Audit(route.Name, "queue_full");
        }
    }
}
