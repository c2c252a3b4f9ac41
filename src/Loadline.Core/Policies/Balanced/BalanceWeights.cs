using Loadline.Core.Rules;

namespace Loadline.Core.Policies;

/// <summary>How much each of three costs counts; only the ratios do.</summary>
/// <param name="Cost">Of money. Default: 1.</param>
/// <param name="Latency">Of time. Default: 1.</param>
/// <param name="Load">Of calls under way. Default: 0.5.</param>
public readonly record struct BalanceWeights(double Cost, double Latency, double Load)
{
    /// <summary>Gets money and time alike, calls under way half as much.</summary>
    public static BalanceWeights Default { get; } = new(1, 1, 0.5);

    /// <summary>Writes them as the config does.</summary>
    public string Describe() =>
        "{ cost: " + NumberText.Format(Cost) + ", latency: " + NumberText.Format(Latency) + ", load: " + NumberText.Format(Load) + " }";
}
