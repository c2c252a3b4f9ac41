using Loadline.Learning.Tables;

namespace Loadline.Learning.Design;

/// <summary>What one rule does, beside the same route without it.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Rows">The rows that it decides.</param>
/// <param name="Saves">What it takes off the whole route's cost, over the reference's cost; negative where it adds.</param>
/// <param name="Quality">What it adds to quality on the rows that it decides, with its 95 % interval.</param>
/// <param name="Pays">Whether it saves, and its loss is not shown to be more than the line allows; or whether it is shown to add quality.</param>
public sealed record RuleEffect(string Rule, int Rows, double Saves, MeanInterval Quality, bool Pays);
