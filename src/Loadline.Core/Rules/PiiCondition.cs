using Loadline.Core.Routing;
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Rules;

/// <summary>Holds where the request's text has personal data of at least one of some kinds.</summary>
public sealed class PiiCondition(PiiKinds kinds) : Condition
{
    private readonly string _text = "pii: " + Flow.OneOrList([.. PiiNames.All.Where((_, bit) => ((int)kinds >> bit & 1) != 0)]);

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context) => (context.Signals.Pii & kinds) != 0;

    /// <inheritdoc/>
    public override string ToString() => _text;
}
