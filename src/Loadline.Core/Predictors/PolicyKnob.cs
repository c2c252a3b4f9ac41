namespace Loadline.Core.Predictors;

/// <summary>One setting of a trained policy and what it did on training rows that its predictor had not seen.</summary>
/// <param name="Lambda">How much quality one reference call's mean cost is worth; 0 takes the best predicted quality at any cost;
/// negative: the reference alone.</param>
/// <param name="Keep">Mean quality over the reference's.</param>
/// <param name="Cost">Mean cost over the reference's.</param>
public readonly record struct PolicyKnob(double Lambda, double Keep, double Cost)
{
    /// <summary>Marks the knob that serves the reference and nothing else.</summary>
    public const double ReferenceOnly = -1;
}
