using System.Globalization;

namespace Loadline.Core.Configuration;

/// <summary>A mode with its share, as a config or an operator writes it: <c>observe</c>, <c>canary 10%</c>, <c>enforce</c>.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Share">In a canary the share of sessions that the choice serves, in (0,1); else 0.</param>
public readonly record struct RouteModeSetting(RouteMode Mode, double Share)
{
    private const string Canary = "canary";

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, out RouteModeSetting setting)
    {
        ArgumentNullException.ThrowIfNull(text);
        setting = new RouteModeSetting(text == "enforce" ? RouteMode.Enforce : RouteMode.Observe, 0);
        if (text is "observe" or "enforce")
        {
            return true;
        }

        var share = text.StartsWith(Canary + " ", StringComparison.Ordinal) ? text[(Canary.Length + 1)..].Trim() : "";
        var isPercent = share.EndsWith('%');
        if (!double.TryParse(isPercent ? share[..^1] : share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        value = isPercent ? value / 100 : value;
        setting = new RouteModeSetting(RouteMode.Canary, value);
        return value is > 0 and < 1;
    }

    /// <inheritdoc/>
    public override string ToString() => Mode switch
    {
        RouteMode.Enforce => "enforce",
        RouteMode.Canary => Canary + " " + (Share * 100).ToString("0.######", CultureInfo.InvariantCulture) + "%",
        _ => "observe",
    };
}
