namespace Loadline.Learning.Tables;

/// <summary>One of the data set's own labels.</summary>
/// <param name="Name">The label; empty for rows without one.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="BestModel">The model with the best mean there, the cheaper of two equals.</param>
/// <param name="BestQuality">That mean.</param>
/// <param name="Cost">That model's mean cost there.</param>
public sealed record GroupDescription(string Name, long Rows, string BestModel, double BestQuality, double Cost);
