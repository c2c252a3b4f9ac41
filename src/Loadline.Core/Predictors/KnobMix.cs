namespace Loadline.Core.Predictors;

/// <summary>Two neighbouring knobs and how requests are shared between them, so that the whole hull can be served.</summary>
/// <param name="Dear">The dearer knob.</param>
/// <param name="Cheap">The cheaper knob; the same where one knob is enough.</param>
/// <param name="DearShare">The share of requests that the dearer serves, in [0,1].</param>
public readonly record struct KnobMix(PolicyKnob Dear, PolicyKnob Cheap, double DearShare)
{
    /// <summary>Gets the mix's share of the reference's quality on training rows.</summary>
    public double Keep => (DearShare * Dear.Keep) + ((1 - DearShare) * Cheap.Keep);

    /// <summary>Gets the mix's share of the reference's cost on training rows.</summary>
    public double Cost => (DearShare * Dear.Cost) + ((1 - DearShare) * Cheap.Cost);

    /// <summary>Finds the cheapest mix that kept the given share of the reference's quality on training rows.</summary>
    /// <param name="knobs">On the hull, dearest first; one at least.</param>
    /// <param name="keep">Share of the reference's quality.</param>
    /// <returns>Where no knob reaches it, the best of them.</returns>
    public static KnobMix For(IReadOnlyList<PolicyKnob> knobs, double keep)
    {
        ArgumentNullException.ThrowIfNull(knobs);
        var dear = knobs[0];
        foreach (var knob in knobs)
        {
            if (knob.Keep < keep)
            {
                return dear.Keep < keep ? new KnobMix(dear, dear, 1) : new KnobMix(dear, knob, (keep - knob.Keep) / (dear.Keep - knob.Keep));
            }

            dear = knob;
        }

        return new KnobMix(dear, dear, 1);
    }

    /// <summary>Draws the knob of one request.</summary>
    /// <param name="coin">Uniform in [0,1).</param>
    public PolicyKnob Draw(double coin) => coin < DearShare ? Dear : Cheap;
}
