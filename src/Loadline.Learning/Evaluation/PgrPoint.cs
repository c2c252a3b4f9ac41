namespace Loadline.Learning.Evaluation;

/// <summary>A point of the PGR curve: at this share of calls to the strong model, this share of the gap between weak and strong is recovered.</summary>
/// <param name="Share">In [0,1].</param>
/// <param name="Pgr">0: as good as the weak model; 1: as good as the strong one; beyond, better.</param>
public readonly record struct PgrPoint(double Share, double Pgr);
