using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>How long something is kept: whole days or hours, or for good (<see langword="null"/>).</summary>
internal sealed class KeepShape() : ScalarShape<TimeSpan?>("a time to keep rows for, from 1h to 3650d, or forever", "`90d`")
{
    private const int MostHours = 3650 * 24;

    public override void Describe(Utf8JsonWriter json) => SchemaText.Text(json, "forever|[0-9]{1,5}[hd]");

    protected override bool TryParse(string text, out TimeSpan? value)
    {
        value = null;
        if (text == "forever")
        {
            return true;
        }

        if (text.Length < 2 || text[^1] is not ('h' or 'd') || !int.TryParse(text.AsSpan()[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var hours = (long)number * (text[^1] == 'd' ? 24 : 1);
        value = TimeSpan.FromHours(Math.Min(hours, MostHours));
        return hours is >= 1 and <= MostHours;
    }
}
