using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's mode.</summary>
internal sealed class ModeShape() : ScalarShape<RouteModeSetting>("a mode", "one of observe, canary 10%, enforce")
{
    public override void Describe(Utf8JsonWriter json) =>
        SchemaText.Text(json, @"observe|enforce|canary +([0-9]+(\.[0-9]+)?%|0\.[0-9]+)");

    protected override bool TryParse(string text, out RouteModeSetting value) => RouteModeSetting.TryParse(text, out value);

    protected override void Report(ReadScope scope, ConfigNode node, string text)
    {
        var near = text.StartsWith("canary", StringComparison.Ordinal) ? null : Suggest.Nearest(text, ["observe", "enforce", "canary"]);
        scope.Error(
            node,
            ReadScope.Quote(node) + " is not a mode",
            near is null ? "Write one of observe, canary 10%, enforce; a canary's share lies between 0% and 100%." : "Did you mean `" + (near == "canary" ? "canary 10%" : near) + "`?");
    }
}
