using System.Globalization;
using System.Text.Json.Nodes;

namespace LatencyClient;

/// <summary>Latency of several targets under the same weather: they take turns, and who begins changes.</summary>
internal static class LatencyRun
{
    public static string Run(List<Target> targets, int warmup, int requests)
    {
        var exchanges = targets.ConvertAll(t => new Exchange(t));
        var samples = targets.ConvertAll(_ => new double[requests]);
        for (var i = -warmup; i < requests; i++)
        {
            for (var k = 0; k < exchanges.Count; k++)
            {
                var turn = (k + i + warmup) % exchanges.Count;
                var micros = exchanges[turn].Run();
                if (i >= 0)
                {
                    samples[turn][i] = micros;
                }
            }
        }

        exchanges.ForEach(e => e.Dispose());
        var result = new JsonObject();
        for (var k = 0; k < targets.Count; k++)
        {
            Array.Sort(samples[k]);
            result[targets[k].Name] = new JsonObject
            {
                ["n"] = requests,
                ["p50_us"] = Quantile(samples[k], 0.50),
                ["p90_us"] = Quantile(samples[k], 0.90),
                ["p99_us"] = Quantile(samples[k], 0.99),
            };
        }

        return result.ToJsonString();
    }

    private static double Quantile(double[] sorted, double q)
        => double.Parse(sorted[(int)Math.Min(sorted.Length - 1, q * sorted.Length)].ToString("F1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
