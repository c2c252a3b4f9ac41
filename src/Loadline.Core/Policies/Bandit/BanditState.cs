namespace Loadline.Core.Policies;

/// <summary>What a bandit learned: an arm for every candidate by name.</summary>
/// <remarks>Thread-safe: one lock, held for microseconds. Choosing allocates nothing.</remarks>
public sealed class BanditState
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, BanditArm> _arms = new(StringComparer.Ordinal);

    private BanditShared _shared = new();

    /// <summary>Gets the number of judgements taken in.</summary>
    public long Count { get; private set; }

    /// <summary>Gets or sets the file it is kept in; <see langword="null"/>: memory alone.</summary>
    public string? Path { get; set; }

    /// <summary>Chooses among candidates.</summary>
    /// <param name="settings">How.</param>
    /// <param name="names">The candidates.</param>
    /// <param name="eligible">Which of them may be chosen.</param>
    /// <param name="reference">The position of the reference among them; -1: not there.</param>
    /// <param name="x">The request.</param>
    /// <param name="random">The source of chance.</param>
    /// <param name="qualities">Gets every candidate's estimated quality; empty: nobody asks.</param>
    public BanditChoice Choose(
        in BanditSettings settings, ReadOnlySpan<string> names, ReadOnlySpan<bool> eligible, int reference, ReadOnlySpan<double> x, Random random,
        Span<float> qualities = default)
    {
        Span<BanditEstimate> estimates = stackalloc BanditEstimate[names.Length];
        lock (_gate)
        {
            for (var i = 0; i < names.Length; i++)
            {
                var arm = Arm(names[i]);
                var (quality, cost, variance) = arm.Estimate(x, _shared);
                estimates[i] = new BanditEstimate(quality, quality - (settings.CostWeight * cost), settings.Width * Math.Sqrt(Math.Max(0, variance)), eligible[i]) { Count = arm.Count };
            }
        }

        for (var i = 0; i < qualities.Length; i++)
        {
            qualities[i] = (float)estimates[i].Quality;
        }

        BanditChooser.ApplyFloor(estimates, settings.Floor, reference);
        return BanditChooser.Choose(settings, estimates, random);
    }

    /// <summary>Takes in a judgement.</summary>
    /// <param name="name">The candidate that served.</param>
    /// <param name="x">The request.</param>
    /// <param name="quality">In [0,1].</param>
    /// <param name="costUsd">What it cost.</param>
    public void Learn(string name, ReadOnlySpan<double> x, double quality, double costUsd)
    {
        lock (_gate)
        {
            Arm(name).Add(x, quality, costUsd, _shared);
            Count++;
        }
    }

    /// <summary>Puts a judgement in the place of an earlier one of the same request.</summary>
    public void Correct(string name, ReadOnlySpan<double> x, double before, double quality)
    {
        lock (_gate)
        {
            Arm(name).Correct(x, quality - before, _shared);
            Count++;
        }
    }

    internal T Read<T>(Func<BanditShared, IReadOnlyDictionary<string, BanditArm>, T> read)
    {
        lock (_gate)
        {
            return read(_shared, _arms);
        }
    }

    internal void Put(BanditShared shared, IEnumerable<(string Name, BanditArm Arm)> arms)
    {
        lock (_gate)
        {
            _shared = shared;
            _shared.Settle();
            _arms.Clear();
            foreach (var (name, arm) in arms)
            {
                _arms[name] = arm;
            }

            Count = _arms.Values.Sum(arm => arm.Count);
        }
    }

    private BanditArm Arm(string name)
    {
        if (!_arms.TryGetValue(name, out var arm))
        {
            _arms[name] = arm = new BanditArm();
        }

        return arm;
    }
}
