namespace Loadline.Learning.Evaluation;

/// <summary>How far splits lie apart: the sample standard deviation of a router's figures; <see langword="null"/> with one split, or where some split lacks the figure.</summary>
public sealed record Spread(
    double? Quality, double? Cost, double? Apgr, double? Cpt50, double? Cpt80, double? Aiq, double? RoutingAccuracy, IReadOnlyDictionary<string, double?>? CostAtKeep)
{
    internal static Spread? Of(List<RouterResult> results) => results.Count < 2 ? null : new Spread(
        Deviation(results, result => result.Quality),
        Deviation(results, result => result.Cost),
        Deviation(results, result => result.Apgr),
        Deviation(results, result => result.Cpt50),
        Deviation(results, result => result.Cpt80),
        Deviation(results, result => result.Aiq),
        Deviation(results, result => result.RoutingAccuracy),
        results[0].CostAtKeep?.Keys.ToDictionary(keep => keep, keep => Deviation(results, result => result.CostAtKeep![keep])));

    private static double? Deviation(List<RouterResult> results, Func<RouterResult, double?> figure)
    {
        var values = results.ConvertAll(result => figure(result));
        if (values.Exists(value => value is null))
        {
            return null;
        }

        var mean = values.Average()!.Value;
        return Math.Sqrt(values.Sum(value => (value!.Value - mean) * (value.Value - mean)) / (values.Count - 1));
    }
}
