using System.Diagnostics;
using System.Globalization;
using Loadline.Core.Keys;

namespace Loadline.Quality;

/// <summary>Whether the time that a refusal takes tells an id that exists from one that does not: Welch's t over interleaved samples.</summary>
/// <remarks>Both kinds are well-formed texts with a right checksum. |t| below 4.5 is the usual bar of leakage tests. Each sample is the time of one look-up; the dearest tenth, which is the machine's doing, is left out of both.</remarks>
internal static class KeyTimes
{
    private const int Keys = 1_000;
    private const double Bar = 4.5;

    public static async Task<bool> RunAsync(int samples)
    {
        var store = new MemoryKeyStore();
        var ring = new KeyRing(store, TimeProvider.System);
        var manager = new KeyManager(store, TimeProvider.System);
        for (var i = 0; i < Keys; i++)
        {
            await manager.CreateAsync(new ApiKey { Id = 0, Name = "k" + i.ToString(CultureInfo.InvariantCulture), Hash = default, Created = default }).ConfigureAwait(false);
        }

        await ring.RefreshAsync().ConfigureAwait(false);
        var ids = ring.Keys.Select(key => key.Id).ToArray();
        var random = new Random(1);
        var secret = new byte[32];
        string Text(bool known)
        {
            random.NextBytes(secret);

            // Both are drawn for either kind, so that drawing tells nothing.
            var (mine, stranger) = (ids[random.Next(ids.Length)], ApiKeyText.NewId());
            return ApiKeyText.Write(known ? mine : stranger, secret);
        }

        var times = new List<double>[] { [], [] };
        for (var i = 0; i < samples + 2_000; i++)
        {
            var kind = random.Next(2);
            var text = Text(kind == 1);
            var started = Stopwatch.GetTimestamp();
            var found = ring.Find(text);
            var took = Stopwatch.GetTimestamp() - started;
            if (found is not null)
            {
                throw new InvalidOperationException("A guessed key opened something.");
            }

            if (i >= 2_000)
            {
                times[kind].Add(took);
            }
        }

        var (unknown, wrong) = (Kept(times[0]), Kept(times[1]));
        var t = (unknown.Mean - wrong.Mean) / Math.Sqrt((unknown.Variance / unknown.Count) + (wrong.Variance / wrong.Count));
        var scale = 1e9 / Stopwatch.Frequency;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"unknown id {unknown.Mean * scale:0.0} ns, wrong secret {wrong.Mean * scale:0.0} ns, {unknown.Count} and {wrong.Count} samples, Welch's t {t:0.00} (bar {Bar})"));
        return Math.Abs(t) < Bar;
    }

    private static (double Mean, double Variance, int Count) Kept(List<double> times)
    {
        var kept = times.Order().Take(times.Count * 9 / 10).ToList();
        var mean = kept.Average();
        return (mean, kept.Sum(time => (time - mean) * (time - mean)) / (kept.Count - 1), kept.Count);
    }
}
