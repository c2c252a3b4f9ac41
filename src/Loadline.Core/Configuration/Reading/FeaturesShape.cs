using System.Globalization;
using System.Text.Json;
using Loadline.Core.Ledger.Features;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Of how many requests a second features are kept.</summary>
internal sealed class FeaturesShape() : ScalarShape<int>("keep, off, or a number of requests a second from 1 to 100000", "`keep`, `off` or `20`")
{
    private const int Most = 100_000;

    public override void Describe(Utf8JsonWriter json) => SchemaText.NumberOrText(json, "keep|off|[0-9]{1,6}", "integer", 1, Most);

    protected override bool TryParse(string text, out int value)
    {
        value = text == "keep" ? FeatureSampler.EveryRequest : 0;
        return text is "keep" or "off" || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= Most);
    }
}
