using System.Text.Json;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Routing;
using Loadline.Core.Signals;
using Loadline.Core.Signals.Language;
using Loadline.Learning.Certification;
using Loadline.Wire.OpenAI;

namespace Loadline.Learning.Gating;

/// <summary>The segments that rows fall into: what serving, too, can tell of a request, never a data set's own label.</summary>
/// <remarks>Task, language and domain as they are inferred from the request; and the tenant, where rows name it in <c>tenant</c>, as keys do in traffic.</remarks>
public static class RowSegments
{
    private const string Tenant = "tenant";

    /// <summary>Finds each row's segments, as <c>task math</c>.</summary>
    public static IReadOnlyList<string>[] Of(LoadlineConfig config, IReadOnlyList<OutcomeRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var snapshot = RouteRun.Build(config);
        var context = new RoutingContext();
        var segments = new IReadOnlyList<string>[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            context.Facts.Reset(RowBodies.Of(rows[i], "auto"));
            var found = new List<string>();
            if (ChatRequestScanner.Scan(context.Facts).Ok)
            {
                context.Begin(snapshot, new Random(0));
                Infer(context.Signals, found);
            }

            if (rows[i].Field(Tenant) is { ValueKind: JsonValueKind.String } tenant)
            {
                found.Add(Tenant + " " + tenant.GetString());
            }

            segments[i] = found;
        }

        return segments;
    }

    private static void Infer(RequestSignals signals, List<string> found)
    {
        found.Add("task " + TaskKinds.ToName(signals.Task.Kind));
        found.Add("domain " + Domains.ToName(signals.Domain));
        if (signals.Language.Code != LanguageGuess.Undetermined)
        {
            found.Add("language " + signals.Language.Code);
        }
    }
}
