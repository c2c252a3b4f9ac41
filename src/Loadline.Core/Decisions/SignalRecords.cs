using Loadline.Core.Routing;
using Loadline.Core.Signals;

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
            Domain = signals.IsComputed("domain") ? signals.Domain.ToString() : null,
            Code = signals.IsComputed("code") ? signals.Code : null,
            Math = signals.IsComputed("math") ? signals.Math : null,
            Complexity = signals.IsComputed("complexity") ? signals.Complexity.Score : null,
            Pii = signals.IsComputed("pii") ? [signals.Pii.ToString()] : null,
            Images = facts.Images,
            Audio = facts.AudioParts,
            Tools = facts.Tools,
            Schema = facts.HasSchema,
            Priority = facts.Hints.Priority?.ToString(),
        };
    }
}
