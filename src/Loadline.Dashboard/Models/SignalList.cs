using Loadline.Core.Decisions;
using Loadline.Dashboard.Text;

namespace Loadline.Dashboard.Models;

/// <summary>A request's signals as names and values; those that were not computed are left out.</summary>
internal static class SignalList
{
    public static IEnumerable<(string Name, string Value)> Of(DecisionRecord decision)
    {
        var signals = decision.Signals;
        (string Name, string? Value)[] all =
        [
            ("Tokens, estimated before", signals.Tokens is { } tokens ? Show.Count(tokens) : null),
            ("Turns", Show.Count(signals.Turns)),
            ("Task", signals.Task),
            ("Language", signals.Language),
            ("Domain", signals.Domain),
            ("Complexity (0 to 1)", signals.Complexity is { } complexity ? Show.Number(complexity, "0.000") + Parts(signals) : null),
            ("Code (0 to 1)", Number(signals.Code)),
            ("Mathematics (0 to 1)", Number(signals.Math)),
            ("Personal data", signals.Pii is { } pii ? pii.Count == 0 ? "none found" : string.Join(", ", pii) : null),
            ("Tools", Positive(signals.Tools)),
            ("Images", Positive(signals.Images)),
            ("Audio", Positive(signals.Audio)),
            ("Schema for the answer", signals.Schema ? "yes" : null),
            ("Priority", signals.Priority),
        ];
        return all.Where(one => one.Value is not null).Select(one => (one.Name, one.Value!));
    }

    private static string Parts(SignalsRecord signals) => signals.ComplexityParts is { Count: > 0 } parts
        ? ", joined as 1 − Π(1 − part) from " + string.Join(", ", parts.OrderByDescending(part => part.Value).Select(part => $"{part.Key} {Show.Number(part.Value, "0.000")}")) : "";

    private static string? Number(double? value) => value is { } known ? Show.Number(known, "0.000") : null;

    private static string? Positive(int value) => value > 0 ? Show.Count(value) : null;
}
