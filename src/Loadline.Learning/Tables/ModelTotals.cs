using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables;

/// <summary>One model's sums while a table is read.</summary>
internal sealed class ModelTotals(string name)
{
    private RunningMean _quality;
    private RunningMean _cost;
    private RunningMean _latency;
    private RunningMean _output;
    private readonly ClusteredMean _bySession = new();
    private readonly ClusteredMean _byGroup = new();
    private long _responses;

    public string Name => name;

    public double MeanQuality => _quality.Mean;

    public double MeanCost => _cost.Mean;

    public long Count => _quality.Count;

    public void Add(Outcome outcome, UInt128? cluster, UInt128? group)
    {
        _quality.Add(outcome.Quality);
        Add(_bySession, cluster, outcome.Quality);
        Add(_byGroup, group, outcome.Quality);
        _responses += outcome.Response is null ? 0 : 1;
        if (outcome.Cost is { } cost)
        {
            _cost.Add((double)cost);
        }

        if (outcome.LatencyMs is { } latency)
        {
            _latency.Add(latency);
        }

        if (outcome.OutputTokens is { } tokens)
        {
            _output.Add(tokens);
        }
    }

    /// <param name="rows">Rows of the table.</param>
    /// <param name="hasClusters">Whether rows name sessions; else their groups are what is alike.</param>
    public ModelDescription Describe(long rows, bool hasClusters) => new(
        name,
        _quality.Count,
        rows - _quality.Count,
        _quality.ToInterval(isShare: true),
        _cost.ToInterval(isShare: false),
        _cost.Total,
        _latency.Count > 0 ? _latency.Mean : null,
        _output.Count > 0 ? _output.Mean : null,
        _responses)
    {
        Clustered = (hasClusters ? _bySession : _byGroup).ToInterval(),
    };

    private static void Add(ClusteredMean mean, UInt128? cluster, double value)
    {
        if (cluster is { } key)
        {
            mean.Add(key, value);
        }
        else
        {
            mean.AddAlone(value);
        }
    }
}
