using Loadline.Core.Catalog;

namespace Loadline.Learning.Collecting;

/// <summary>What asking a judge costs at most.</summary>
/// <param name="Price">The judge's price; <see langword="null"/> where unknown.</param>
/// <param name="OutputTokens">The most tokens a verdict is taken to have. Default: 600.</param>
/// <param name="InstructionTokens">What the instructions add to the texts. Default: 400.</param>
public sealed record JudgePricing(ModelPrice? Price, int OutputTokens = 600, int InstructionTokens = 400);
