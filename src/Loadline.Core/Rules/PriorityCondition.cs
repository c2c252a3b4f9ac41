using Loadline.Core.Facts;
using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where the caller stated one of some priorities; a request without a statement is interactive.</summary>
public sealed class PriorityCondition : Condition
{
    private readonly uint _priorities;
    private readonly string _text;

    /// <summary>Takes the priorities, of which one is enough.</summary>
    public PriorityCondition(IReadOnlyList<RequestPriority> priorities)
    {
        foreach (var priority in priorities)
        {
            _priorities |= 1u << (int)priority;
        }

        _text = "priority: " + Flow.OneOrList([.. priorities.Select(RequestPriorities.ToName)]);
    }

    /// <inheritdoc/>
    public override bool AsksBesidePrompt => true;

    /// <inheritdoc/>
    public override bool AsksBesideRecord => false;

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context) => (_priorities >> (int)context.Signals.Priority & 1) != 0;

    /// <inheritdoc/>
    public override string ToString() => _text;
}
