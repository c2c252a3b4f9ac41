namespace Loadline.Learning.Tables;

/// <summary>How a model did over the rows that have an outcome of it.</summary>
/// <param name="Name">The model.</param>
/// <param name="Rows">Rows with a graded outcome.</param>
/// <param name="Missing">Rows without one.</param>
/// <param name="Quality">The mean grade.</param>
/// <param name="Cost">The mean cost a row; <see langword="null"/> where none was recorded.</param>
/// <param name="TotalCost">The sum of costs.</param>
/// <param name="LatencyMs">The mean time to the whole answer; <see langword="null"/> where none was recorded.</param>
/// <param name="OutputTokens">The mean length; <see langword="null"/> where none was recorded.</param>
/// <param name="Responses">Rows with the answer's text.</param>
public sealed record ModelDescription(
    string Name, long Rows, long Missing, MeanInterval? Quality, MeanInterval? Cost, double TotalCost, double? LatencyMs, double? OutputTokens,
    long Responses)
{
    /// <summary>Gets the mean grade with the interval that counts clusters, or groups where rows name no cluster, instead of rows.</summary>
    /// <value><see langword="null"/> where rows name neither, or fewer than five of them.</value>
    public MeanInterval? Clustered { get; init; }
}
