namespace Loadline.Learning.Evaluation;

/// <summary>Averages results over splits.</summary>
internal static class SplitMean
{
    /// <remarks>
    /// The router marked as chosen is, in each split, the one that this split's training rows picked: where splits differ in their choice,
    /// a router named "chosen" is what would have been quoted.
    /// </remarks>
    public static IReadOnlyList<RouterResult> Of(List<List<RouterResult>> splits, int firstSeed)
    {
        var results = OfGiven(splits, firstSeed);
        if (!splits.Exists(split => split.Exists(result => result.Chosen)))
        {
            return results;
        }

        var chosen = splits.ConvertAll(split => split.Find(result => result.Chosen)!);
        var picks = string.Join(", ", chosen.GroupBy(result => result.Name).Select(group => $"{group.Key} ×{group.Count()}"));
        var quoted = Mean(chosen, firstSeed) with { Name = "loadline", Note = "chosen by cross-validation on training rows: " + picks, Chosen = true };
        return [quoted, .. results.Select(result => result with { Chosen = false })];
    }

    /// <summary>Averages routers that were not picked among others: each keeps its name.</summary>
    public static IReadOnlyList<RouterResult> OfGiven(List<List<RouterResult>> splits, int firstSeed) =>
        splits[0].ConvertAll(one => Mean([.. splits.Select(split => split.Find(result => result.Name == one.Name)!)], firstSeed));

    private static RouterResult Mean(List<RouterResult> results, int firstSeed)
    {
        var first = results[0];
        return first with
        {
            Quality = results.Average(result => result.Quality),
            QualityOverGroups = results.Average(result => result.QualityOverGroups),
            Cost = results.Average(result => result.Cost),
            Share = first.Share.Keys.ToDictionary(model => model, model => results.Average(result => result.Share[model])),
            Apgr = results.Average(result => result.Apgr),
            Cpt50 = results.Average(result => result.Cpt50),
            Cpt80 = results.Average(result => result.Cpt80),
            Aiq = results.Average(result => result.Aiq),
            CostAtKeep = first.CostAtKeep?.Keys.ToDictionary(keep => keep, keep => MeanOrNone(results.Select(result => result.CostAtKeep![keep]))),
            RoutingAccuracy = results.Average(result => result.RoutingAccuracy),
            CheapestBestAccuracy = results.Average(result => result.CheapestBestAccuracy),
            OracleGap = results.Average(result => result.OracleGap),
            CalibrationError = results.Average(result => result.CalibrationError),
            NoveltyShare = results.Average(result => result.NoveltyShare),
            Groups = Groups(results),
            Pgr = MeanCurve(results),
            Spread = Spread.Of(results),
            PerSeed = [.. results.Select((result, i) => Seed(result, firstSeed + i))],
        };
    }

    // The eleven thresholds are deciles in every split, so points of one number belong together.
    private static List<PgrPoint> MeanCurve(List<RouterResult> results) => results.Exists(result => result.Pgr.Count != results[0].Pgr.Count) ? []
        : [.. results[0].Pgr.Select((_, i) => new PgrPoint(results.Average(result => result.Pgr[i].Share), results.Average(result => result.Pgr[i].Pgr)))];

    private static SeedResult Seed(RouterResult result, int seed) =>
        new(seed, result.Quality, result.Cost, result.Apgr, result.Cpt50, result.Cpt80, result.Aiq, result.CostAtKeep);

    // A quality that some split never reaches has no mean cost.
    private static double? MeanOrNone(IEnumerable<double?> values)
    {
        var all = values.ToList();
        return all.TrueForAll(value => value is not null) ? all.Average() : null;
    }

    private static Dictionary<string, GroupResult> Groups(List<RouterResult> results) => results
        .SelectMany(result => result.Groups)
        .GroupBy(pair => pair.Key, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => Group([.. group.Select(pair => pair.Value)]));

    private static GroupResult Group(List<GroupResult> groups)
    {
        double rows = groups.Sum(group => group.Rows);
        return new GroupResult(
            (int)rows, groups.Sum(group => group.Rows * group.Quality) / rows, groups.Sum(group => group.Rows * group.Cost) / rows);
    }
}
