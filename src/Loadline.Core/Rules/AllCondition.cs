using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where every one of its parts holds; asks no further than it must, in the order written.</summary>
public sealed class AllCondition(IReadOnlyList<Condition> parts) : Condition
{
    private readonly Condition[] _parts = [.. parts];
    private readonly string _text = "all: " + Flow.List(parts.Select(part => "{ " + part + " }"));

    /// <inheritdoc/>
    public override bool AsksBesidePrompt => Array.Exists(_parts, static part => part.AsksBesidePrompt);

    /// <inheritdoc/>
    public override bool AsksBesideRecord => Array.Exists(_parts, static part => part.AsksBesideRecord);

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context)
    {
        foreach (var part in _parts)
        {
            if (!part.Holds(context))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
