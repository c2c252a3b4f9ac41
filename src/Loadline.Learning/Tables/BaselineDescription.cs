namespace Loadline.Learning.Tables;

/// <summary>What a rule comes to.</summary>
/// <param name="Name"><c>strongest</c>, <c>cheapest</c>, <c>random</c>, <c>best-per-group</c> or <c>oracle</c>.</param>
/// <param name="Quality">The mean grade.</param>
/// <param name="Cost">The mean cost a row.</param>
/// <param name="Note">The model it names, or what it would have to know.</param>
public sealed record BaselineDescription(string Name, double Quality, double Cost, string Note);
