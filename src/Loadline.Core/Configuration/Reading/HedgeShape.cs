using System.Text.Json;
using Loadline.Core.Hedging;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Hedging: <c>on</c>, <c>off</c>, or its settings.</summary>
internal sealed class HedgeShape : Shape<HedgeConfig?>
{
    private static readonly ChoiceShape<bool> Switch = new("hedging", [("on", true), ("off", false)]);

    public override void Describe(Utf8JsonWriter json) => SchemaText.AnyOf(json, Switch.Describe, HedgeDraft.Shape.Describe);

    public override bool TryRead(ReadScope scope, ConfigNode node, out HedgeConfig? value)
    {
        value = null;
        if (node.Kind == ConfigNodeKind.Scalar)
        {
            var isRead = Switch.TryRead(scope, node, out var isOn);
            value = isOn ? new HedgeConfig() : null;
            return isRead;
        }

        var before = scope.Errors.Count;
        if (!HedgeDraft.Shape.TryRead(scope, node, out var draft))
        {
            return false;
        }

        value = draft.Config;
        if (draft.MaxShare is { } share && draft.Config.MaxShare <= 0)
        {
            scope.Error(share, "a share of nothing sends no second attempts", "Write `max_share: 5%`, or `hedge: off`.");
        }

        if (draft.MinDelay is { } delay && draft.Config.MinDelay > draft.Config.MaxDelay)
        {
            scope.Error(delay, "the shortest wait is longer than the longest", "Write a `min_delay` below `max_delay`.");
        }

        return scope.Errors.Count == before;
    }
}
