using Loadline.Core.Limits;
using Loadline.Core.Plans;

namespace Loadline.Gateway.Forwarding;

/// <content>What the config allows calls of this model to use.</content>
internal sealed partial class Attempt
{
    private readonly UsageTicket _ticket = new();

    /// <summary>Gets the limit that kept the call from being made; only meaningful after <see cref="RoutingError.OverLimit"/>.</summary>
    public LimitDenial Denial { get; private set; }

    /// <summary>Settles what the call used with its model's meters; nothing happens where none is held.</summary>
    /// <param name="mayBeBilled">Whether a call that told nothing may have been billed all the same.</param>
    public void LeaveMeters(bool mayBeBilled = false)
    {
        if (_ticket.IsHeld)
        {
            _services.Usage.Leave(_ticket, Usage, Cost, mayBeBilled ? _exchange.Estimate(Deployment.Price) : null);
        }
    }

    private bool TryEnterMeters()
    {
        var entered = _services.Usage.TryEnter(Candidate, _ticket, _exchange.WorstOf(Candidate), out var denial);
        Denial = denial;
        if (!entered)
        {
            Failure.Set(Exchange.Words(denial));
        }

        return entered;
    }
}
