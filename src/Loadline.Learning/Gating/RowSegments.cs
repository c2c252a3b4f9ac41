using System.Text.Json;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Routing;
using Loadline.Core.Signals;
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
        var segments = new IReadOnlyList<string>[rows.Count];
        var inferred = Inferred(config, rows, RequestSegments.Of);
        for (var i = 0; i < rows.Count; i++)
        {
            List<string> found = [.. inferred[i]];
            if (TenantOf(rows[i]) is { } tenant)
            {
                found.Add(Tenant + " " + tenant);
            }

            segments[i] = found;
        }

        return segments;
    }

    /// <summary>Finds each row's segment of one kind, as a route tells them apart; <see langword="null"/> where it cannot be told.</summary>
    public static string?[] Which(LoadlineConfig config, IReadOnlyList<OutcomeRow> rows, SegmentKind kind)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var found = new string?[rows.Count];
        Scan(config, rows, (row, signals) => found[row] = RequestSegments.Which(kind, signals, TenantOf(rows[row])));
        return found;
    }

    /// <summary>The share of rows in each segment, with lengths; of a kind, over the rows where it can be told. What traffic is compared with.</summary>
    public static IReadOnlyDictionary<string, double> Mix(LoadlineConfig config, IReadOnlyList<OutcomeRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var counts = Inferred(config, rows, RequestSegments.WithLength).SelectMany(found => found).CountBy(one => one).ToDictionary();
        var totals = counts.GroupBy(pair => RequestSegments.KindOf(pair.Key)).ToDictionary(kind => kind.Key, kind => kind.Sum(pair => pair.Value));
        return counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => (double)pair.Value / totals[RequestSegments.KindOf(pair.Key)]);
    }

    private static IReadOnlyList<string>[] Inferred(LoadlineConfig config, IReadOnlyList<OutcomeRow> rows, Func<RequestSignals, IReadOnlyList<string>> of)
    {
        var all = new IReadOnlyList<string>[rows.Count];
        Array.Fill(all, []);
        Scan(config, rows, (row, signals) => all[row] = of(signals));
        return all;
    }

    /// <summary>The tenant that a row names; <see langword="null"/>: none.</summary>
    internal static string? TenantOf(OutcomeRow row) => row.Field(Tenant) is { ValueKind: JsonValueKind.String } tenant ? tenant.GetString() : null;

    private static void Scan(LoadlineConfig config, IReadOnlyList<OutcomeRow> rows, Action<int, RequestSignals> take)
    {
        var snapshot = RouteRun.Build(config);
        var context = new RoutingContext();
        for (var i = 0; i < rows.Count; i++)
        {
            context.Facts.Reset(RowBodies.Of(rows[i], "auto"));
            if (ChatRequestScanner.Scan(context.Facts).Ok)
            {
                context.Begin(snapshot, new Random(0));
                take(i, context.Signals);
            }
        }
    }
}
