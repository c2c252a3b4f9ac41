using Loadline.Core.Facts;
using Loadline.Core.Routing;
using Loadline.Core.Signals;
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Decisions;

/// <summary>Writes down the signals that a decision computed, and only those.</summary>
internal static class SignalRecords
{
    public static SignalsRecord Create(RoutingContext context)
    {
        var signals = context.Signals;
        var facts = context.Facts;
        return new SignalsRecord
        {
            Tokens = signals.IsComputed("tokens") ? signals.Tokens : null,
            Turns = facts.UserTurns,
            Language = signals.IsComputed("language") ? signals.Language.Code : null,
            Task = signals.IsComputed("task") ? TaskKinds.ToName(signals.Task.Kind) : null,
            Domain = signals.IsComputed("domain") ? Domains.ToName(signals.Domain) : null,
            Code = signals.IsComputed("code") ? Rounded(signals.Code) : null,
            Math = signals.IsComputed("math") ? Rounded(signals.Math) : null,
            Complexity = signals.IsComputed("complexity") ? Rounded(signals.Complexity.Score) : null,
            ComplexityParts = signals.IsComputed("complexity") ? Parts(signals.Complexity) : null,
            Pii = signals.IsComputed("pii") ? Kinds(signals.Pii) : null,
            Images = facts.Images,
            Audio = facts.AudioParts,
            Tools = facts.Tools,
            Schema = facts.HasSchema,
            Priority = facts.Hints.Priority is { } priority ? RequestPriorities.ToName(priority) : null,
        };
    }

    private static Dictionary<string, double> Parts(in Complexity complexity)
    {
        var parts = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var part = (ComplexityPart)0; (int)part < ComplexityParts.Count; part++)
        {
            if (complexity[part] > 0)
            {
                parts[ComplexityParts.ToName(part)] = Rounded(complexity[part] * ComplexityParts.WeightOf(part));
            }
        }

        return parts;
    }

    private static List<string> Kinds(PiiKinds found)
    {
        var names = new List<string>();
        foreach (var name in PiiNames.All)
        {
            if (PiiNames.TryParse(name, out var kind) && found.HasFlag(kind))
            {
                names.Add(name);
            }
        }

        return names;
    }

    // Three places: what a person can use, and what single precision holds without noise.
    private static double Rounded(float value) => Math.Round(value, 3);
}
