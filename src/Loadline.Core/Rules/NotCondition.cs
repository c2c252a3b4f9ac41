using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where its part does not.</summary>
public sealed class NotCondition(Condition part) : Condition
{
    /// <inheritdoc/>
    public override bool AsksBesidePrompt => part.AsksBesidePrompt;

    /// <inheritdoc/>
    public override bool AsksBesideRecord => part.AsksBesideRecord;

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context) => !part.Holds(context);

    /// <inheritdoc/>
    public override string ToString() => "not: { " + part + " }";
}
