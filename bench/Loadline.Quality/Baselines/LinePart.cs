using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Quality.Baselines;

/// <summary>A line of one part as one number per row: its mean is above 0 where the line holds.</summary>
internal sealed record LinePart(QualityLine Line)
{
    /// <summary>Gets the least value possible.</summary>
    public double Least => Line.Keep is { } keep ? -keep : Line.Lose!.Value - 1;

    public string Kind => Line.Keep is null ? "lose" : "keep";

    public double Of(double served, double reference) => Line.Keep is { } keep
        ? served - (keep * reference)
        : Line.Lose!.Value - (QualityLine.IsLost(served, reference) ? 1 : 0);

    /// <summary>Whether a bet proves that the mean of some values is above 0.</summary>
    public bool Proves(int count, Func<int, double> value, double square, double delta)
    {
        var bet = new DeadlineBet(count, delta, Least, square);
        for (var i = 0; i < count && !bet.IsRejected; i++)
        {
            bet.Add(value(i));
        }

        return bet.IsRejected;
    }
}
