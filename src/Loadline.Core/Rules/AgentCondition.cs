using Loadline.Core.Agents;
using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where the headers name one of some kinds of agent, in any case.</summary>
public sealed class AgentCondition(IReadOnlyList<string> kinds) : Condition
{
    private readonly string[] _kinds = [.. kinds];
    private readonly string _text = "agent: " + Flow.OneOrList(kinds);

    /// <inheritdoc/>
    public override bool AsksBesidePrompt => true;

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context)
    {
        if (RequestClasses.AgentOf(context.Facts.Headers) is not { } stated)
        {
            return false;
        }

        foreach (var kind in _kinds)
        {
            if (stated.AsSpan().Trim().Equals(kind, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
