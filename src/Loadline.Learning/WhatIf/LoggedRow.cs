namespace Loadline.Learning.WhatIf;

/// <summary>One logged request: what was chosen with which probability, what is known, and what the other config would do.</summary>
public sealed record LoggedRow
{
    /// <summary>Gets the session, or the request's own id where it named none: what is independent of the rest.</summary>
    public required string Cluster { get; init; }

    /// <summary>Gets the model that was chosen.</summary>
    public required string Chosen { get; init; }

    /// <summary>Gets the probability, in (0,1], with which it was.</summary>
    public required double Propensity { get; init; }

    /// <summary>Gets the other config's choice: models and their probabilities, which add up to 1.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Asked { get; init; }

    /// <summary>Gets the grades that are known; at most one a model.</summary>
    public IReadOnlyList<Seen> Quality { get; init; } = [];

    /// <summary>Gets the costs that are known, in USD; at most one a model.</summary>
    public IReadOnlyList<Seen> Cost { get; init; } = [];

    /// <summary>Gets numbers that describe the request, of one length for all rows, the first always 1.</summary>
    public double[] Features { get; init; } = [1];

    /// <summary>The probability with which the other config would choose a model.</summary>
    public double Asks(string model)
    {
        foreach (var (name, probability) in Asked)
        {
            if (name == model)
            {
                return probability;
            }
        }

        return 0;
    }

    /// <summary>How many requests one known value stands for: the other config's probability over that of knowing it.</summary>
    public double Weight(in Seen seen) => Asks(seen.Model) / (seen.NeedsChoice ? seen.Rate * Propensity : seen.Rate);
}
