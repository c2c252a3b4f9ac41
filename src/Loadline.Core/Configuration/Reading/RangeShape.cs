using System.Text.Json;
using Loadline.Core.Rules;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A condition on a numeric signal: a comparison, a range, a number, or <c>true</c> and <c>false</c> where presence makes sense.</summary>
internal sealed class RangeShape(SignalDefinition definition, NumberSignal signal)
    : ScalarShape<Condition>(
        definition.Type is SignalType.Score or SignalType.Share ? "a comparison with a number from 0 to 1" : "a comparison with a number",
        definition.Type is SignalType.Score or SignalType.Share
            ? "`\">= 0.6\"`, `\"< 0.3\"` or `\"0.2..0.5\"`"
            : "`\"> 30k\"`, `\"<= 5\"`, `\"2k..8k\"` or `3`")
{
    private const string Number = @"-?[0-9]+(\.[0-9]+)?[kKmM]?";

    // What `true` and `false` stand for; null where they make no sense.
    private readonly (NumberRange Yes, NumberRange No)? _presence = definition.Type switch
    {
        SignalType.Count => (NumberRange.Above(0), NumberRange.Exactly(0)),
        SignalType.Share => (NumberRange.AtLeast(0.5), NumberRange.Below(0.5)),
        _ => null,
    };

    private readonly double _highest = definition.Type is SignalType.Score or SignalType.Share ? 1 : 1e9;

    public override void Describe(Utf8JsonWriter json) => SchemaText.AnyOf(
        json,
        [
            number => SchemaText.NumberOrText(
                number,
                @"\s*(>=|<=|>|<)?\s*" + Number + @"\s*|\s*" + Number + @"\s*\.\.\s*" + Number + @"\s*"),
            .. _presence is null ? (Action<Utf8JsonWriter>[])[] : [presence => presence.WriteString("type", "boolean")],
        ]);

    protected override bool TryParse(string text, out Condition value)
    {
        NumberRange range;
        value = null!;
        if (_presence is { } presence && text is ("true" or "false"))
        {
            range = text == "true" ? presence.Yes : presence.No;
        }
        else if (!NumberRange.TryParse(text, out range) || !range.BoundsWithin(0, _highest))
        {
            return false;
        }

        value = new NumberCondition(signal, range);
        return true;
    }
}
