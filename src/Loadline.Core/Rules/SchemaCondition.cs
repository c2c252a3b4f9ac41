using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where the request asks (or does not ask) for an answer by a JSON Schema.</summary>
public sealed class SchemaCondition(bool wanted) : Condition
{
    /// <inheritdoc/>
    public override bool Holds(RoutingContext context) => context.Facts.HasSchema == wanted;

    /// <inheritdoc/>
    public override string ToString() => wanted ? "schema: true" : "schema: false";
}
