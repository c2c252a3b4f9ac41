namespace Loadline.Learning.Evaluation;

/// <summary>A router's figures in one split.</summary>
public sealed record SeedResult(
    int Seed, double Quality, double Cost, double? Apgr, double? Cpt50, double? Cpt80, double? Aiq, IReadOnlyDictionary<string, double?>? CostAtKeep);
