namespace Loadline.Core.Predictors;

/// <summary>A setting of a trained policy and what it did on training rows that its predictor had not seen.</summary>
/// <param name="Lambda">As in <see cref="PolicyKnob.Lambda"/>.</param>
/// <param name="Evidence">Its means, over the models that certified settings choose from.</param>
public readonly record struct KnobStep(double Lambda, KnobEvidence Evidence);
