using System.Globalization;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Core.Watching;

namespace Loadline.Quality;

/// <summary>How fast the watch finds a decline after 2,000 healthy audits, and how often it is wrong.</summary>
internal static class Watch
{
    private const int Healthy = 2_000;
    private const int Horizon = 5_000;
    private const double Keep = 0.95;
    private const double Kept = 0.96;
    private const double Delta = 0.05;

    public static void Run(int runs)
    {
        foreach (var (reference, gained) in ((double, double)[])[(0.75, 0), (0.75, 0.02), (0.75, 0.05), (0.9, 0), (0.9, 0.02), (1, 0)])
        {
            if (gained > 1 - reference)
            {
                continue;
            }

            var world = new World(reference, gained);
            foreach (var drop in (double[])[0.05, 0.10, 0.20])
            {
                var delays = Enumerable.Range(0, runs).AsParallel().Select(run => Delay(world, drop, (ulong)run + 1)).Order().ToArray();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"q_ref {reference:0.00} gained {gained:0.00} drop {drop:0.00}: median {delays[runs / 2]}, p90 {delays[runs * 9 / 10]}, before the drop {delays.Count(d => d < 0)}"));
            }

            var alarms = Enumerable.Range(0, runs).AsParallel().Count(run => FalseAlarm(world, (ulong)run + 1));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  boundary: {alarms} of {runs} = {(double)alarms / runs:0.0%}"));
        }
    }

    private static int Delay(World world, double drop, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var bet = new ChangeBet(1);
        for (var i = 0; i < Healthy + 50_000; i++)
        {
            bet.Add(world.Draw(ref random, i < Healthy ? Kept : Kept - drop));
            if (bet.Wealth >= 1 / Delta)
            {
                return i - Healthy + 1;
            }
        }

        return 50_000;
    }

    private static bool FalseAlarm(World world, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var bet = new ChangeBet(1);
        for (var i = 0; i < Horizon; i++)
        {
            bet.Add(world.Draw(ref random, Keep));
            if (bet.Wealth >= 1 / Delta)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class World(double reference, double gained)
    {
        public double Draw(ref Xoshiro256 random, double kept)
        {
            var lost = reference + gained - (kept * reference);
            var u = random.NextDouble();
            return u < lost ? -Keep : u < reference ? 1 - Keep : u < reference + gained ? 1 : 0;
        }
    }
}
