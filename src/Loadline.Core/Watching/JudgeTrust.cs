namespace Loadline.Core.Watching;

/// <summary>How far the judge is followed where people label some of its audits: η in η d̃ + (L/π)(d − η d̃).</summary>
/// <remarks>
/// Drawn with probability π, a label makes the sum's mean that of the people's d whatever η is, so long as it was fixed before; what varies least
/// is the regression of d on the judge's d̃ through the origin, over the labels so far.
/// </remarks>
/// <param name="Products">The sum of d d̃ over drawn labels.</param>
/// <param name="Squares">The sum of d̃².</param>
public sealed record JudgeTrust(double Products, double Squares)
{
    // As if so much had been seen of a judge who deserves half of it.
    private const double SquaresBefore = 3;
    private const double Half = 0.5;

    /// <summary>Before the first label.</summary>
    public static JudgeTrust Start { get; } = new(0, 0);

    /// <summary>Gets η, in [0,1].</summary>
    public double Weight => Math.Clamp((Products + (Half * SquaresBefore)) / (Squares + SquaresBefore), 0, 1);

    /// <summary>Takes a drawn label in.</summary>
    /// <param name="judged">The judge's d̃.</param>
    /// <param name="labelled">The person's d.</param>
    public JudgeTrust Add(double judged, double labelled) => new(Products + (judged * labelled), Squares + (judged * judged));
}
