using System.Globalization;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Core.Watching;

namespace Loadline.Quality;

/// <summary>How fast the watch finds a decline after 2,000 healthy audits, and how often it is wrong within 5,000 at the boundary.</summary>
internal static class Watch
{
    private const int Healthy = 2_000;
    private const int Horizon = 5_000;
    private const int Never = 50_000;
    private const int Worlds = 9;
    private const double Kept = 0.96;
    private const double JudgeError = 0.1;
    private const double LabelRate = 0.1;
    private static readonly QualityLine Line = new(0.95, null);

    /// <summary>Measures and prints.</summary>
    /// <param name="runs">Of each figure.</param>
    /// <returns>Whether every decline was found, and nowhere significantly more false alarms than δ were raised (exact binomial, 0.01 over the number of worlds).</returns>
    public static bool Run(int runs)
    {
        var isGood = true;
        Console.WriteLine($"watch, {runs} runs a cell: kept {Kept} at keep {Line.Keep}; drops after {Healthy} audits; horizon {Horizon}");
        Console.WriteLine("reference right, served alone right | median delay of drops of .05 .10 .20 | false alarms at the boundary");
        foreach (var (reference, gained) in ((double, double)[])[(1, 0), (0.9, 0), (0.9, 0.02), (0.75, 0), (0.75, 0.02), (0.75, 0.05)])
        {
            isGood &= Row(string.Create(CultureInfo.InvariantCulture, $"{reference:0.00}, {gained:0.00}"), new World(reference, gained, 0, false), runs, false);
        }

        isGood &= Row("0.90, 0.02, mix drifts", new World(0.9, 0.02, 0, true), runs, false);
        isGood &= Row("0.90, 0.02, judge 10 % wrong", new World(0.9, 0.02, JudgeError, false), runs, false);
        return Row("0.90, 0.02, judge 10 % wrong, 10 % labelled", new World(0.9, 0.02, JudgeError, false), runs, true) && isGood;
    }

    private static bool Row(string name, World world, int runs, bool labels)
    {
        var medians = ((double[])[0.05, 0.10, 0.20]).Select(drop =>
            ParallelEnumerable.Range(1, runs).WithDegreeOfParallelism(2).Select(run => Delay(world, drop, labels, (ulong)run)).Order().ElementAt(runs / 2)).ToList();
        var alarms = ParallelEnumerable.Range(1, runs).WithDegreeOfParallelism(2).Count(run => FalseAlarm(world, labels, (ulong)run));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} | {string.Join(' ', medians)} | {(double)alarms / runs:0.00%}"));
        return medians.TrueForAll(median => median < Never) && Binomial.AtLeast(alarms, runs, Line.Delta) >= 0.01 / Worlds;
    }

    private static int Delay(World world, double drop, bool labels, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var bet = new LineBet(Line, proves: false, labels ? LabelRate : 0);
        var trust = JudgeTrust.Start;
        for (var i = 0; i < Healthy + Never; i++)
        {
            Add(bet, ref trust, world, ref random, i < Healthy ? Kept : Kept - drop, (double)i / Horizon, labels);
            if (bet.Wealth * Line.Delta >= 1)
            {
                return i - Healthy + 1;
            }
        }

        return Never;
    }

    private static bool FalseAlarm(World world, bool labels, ulong seed)
    {
        var random = new Xoshiro256(seed ^ 0x5555);
        var bet = new LineBet(Line, proves: false, labels ? LabelRate : 0);
        var trust = JudgeTrust.Start;
        for (var i = 0; i < Horizon; i++)
        {
            Add(bet, ref trust, world, ref random, Line.Keep!.Value, (double)i / Horizon, labels);
            if (bet.Wealth * Line.Delta >= 1)
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(LineBet bet, ref JudgeTrust trust, World world, ref Xoshiro256 random, double kept, double time, bool labels)
    {
        var truth = world.Draw(ref random, kept, time);
        var judged = world.Judge(ref random, truth);
        if (labels && random.NextDouble() < LabelRate)
        {
            bet.AddLabelled(judged, truth, LabelRate, judgeWeight: trust.Weight);
            trust = trust.Add(bet.Value(judged), bet.Value(truth));
        }
        else
        {
            bet.Add(judged.Served, judged.Reference, labels ? trust.Weight : 1);
        }
    }

    // Of requests: the reference alone right (lost), both right, the served alone right (gained), none.
    private sealed class World(double reference, double gained, double judgeError, bool drifts)
    {
        public (double Served, double Reference) Draw(ref Xoshiro256 random, double kept, double time)
        {
            // A drifting mix brings other shares of what the reference can do; what is kept of it stays.
            var right = drifts ? reference - (0.2 * time) : reference;
            var lost = right + gained - (kept * right);
            var u = random.NextDouble();
            return u < lost ? (0, 1) : u < right ? (1, 1) : u < right + gained ? (1, 0) : (0, 0);
        }

        public (double Served, double Reference) Judge(ref Xoshiro256 random, (double Served, double Reference) truth) => judgeError == 0 ? truth
            : (random.NextDouble() < judgeError ? 1 - truth.Served : truth.Served, random.NextDouble() < judgeError ? 1 - truth.Reference : truth.Reference);
    }
}
