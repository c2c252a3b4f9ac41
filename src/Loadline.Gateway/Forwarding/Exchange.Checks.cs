using Loadline.Core.Cascades;
using Loadline.Core.Checks;

namespace Loadline.Gateway.Forwarding;

/// <content>Asking on behalf of checks: the calls are part of the request's account.</content>
internal sealed partial class Exchange
{
    /// <inheritdoc/>
    public decimal AskedUsd { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<AskedResult> AskAsync(AskedCheck check, AnswerToCheck answer, CancellationToken cancellationToken)
    {
        // An answer that came in one piece is held back like any other.
        KeepAlive();
        var call = await _services.CheckAsker.AskAsync(_context, check, answer, cancellationToken).ConfigureAwait(false);
        if (call.Attempt is { } attempt)
        {
            _attempts.Add(attempt);
            TraceCall(attempt, null);
            AskedUsd += attempt.CostUsd ?? 0;
        }

        return call.Said;
    }

    // Every answer but one may be judged before one is served.
    private double WorstOfJudging() => _context.Route!.Plan is { Judging: { MustAsk: true } check }
        ? AskedCosts.Estimate(_context, check) * _context.Plan.Length : 0;
}
