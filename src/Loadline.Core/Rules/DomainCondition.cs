using Loadline.Core.Routing;
using Loadline.Core.Signals;

namespace Loadline.Core.Rules;

/// <summary>Holds where the request's field is one of some.</summary>
public sealed class DomainCondition : Condition
{
    private readonly ulong _domains;
    private readonly string _text;

    /// <summary>Takes the fields, of which one is enough.</summary>
    public DomainCondition(IReadOnlyList<Domain> domains)
    {
        foreach (var domain in domains)
        {
            _domains |= 1UL << (int)domain;
        }

        _text = "domain: " + Flow.OneOrList([.. domains.Select(Domains.ToName)]);
    }

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context) => (_domains >> (int)context.Signals.Domain & 1) != 0;

    /// <inheritdoc/>
    public override string ToString() => _text;
}
