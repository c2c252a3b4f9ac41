using Loadline.Core.Agents;
using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where an agent sent the request for one of some purposes; a request without a statement is its main conversation.</summary>
public sealed class RequestClassCondition : Condition
{
    private readonly uint _classes;
    private readonly string _text;

    /// <summary>Takes the purposes, of which one is enough.</summary>
    public RequestClassCondition(IReadOnlyList<RequestClass> classes)
    {
        foreach (var one in classes)
        {
            _classes |= 1u << (int)one;
        }

        _text = "request_class: " + Flow.OneOrList([.. classes.Select(one => RequestClasses.Names[(int)one])]);
    }

    /// <inheritdoc/>
    public override bool AsksBesidePrompt => true;

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context) => (_classes >> (int)RequestClasses.Of(context.Facts.Headers) & 1) != 0;

    /// <inheritdoc/>
    public override string ToString() => _text;
}
