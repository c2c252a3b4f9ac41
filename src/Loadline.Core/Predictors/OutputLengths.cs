namespace Loadline.Core.Predictors;

/// <summary>How many tokens each model is expected to generate: what a change of prices is reckoned with.</summary>
public sealed class OutputLengths
{
    // Of a model's mean: a linear model may go below nothing.
    private const float LeastShare = 0.1f;

    /// <summary>Gets the one of tables that do not say how long answers were.</summary>
    public static OutputLengths None { get; } = new() { Mixing = [], Means = [], MeanInputTokens = 0 };

    /// <summary>Gets the second layer, (inputs + 1) × models, in units of each model's mean.</summary>
    public required float[] Mixing { get; init; }

    /// <summary>Gets each model's mean number of generated tokens on training rows; empty where it is not known.</summary>
    public required float[] Means { get; init; }

    /// <summary>Gets the mean number of prompt tokens on training rows, as Loadline estimates them.</summary>
    public required float MeanInputTokens { get; init; }

    /// <summary>Gets a value indicating whether training recorded lengths, so that prices can be reckoned with.</summary>
    public bool AreKnown => Means.Length > 0;

    internal void Predict(ReadOnlySpan<float> inputs, Span<float> tokens)
    {
        if (!AreKnown)
        {
            tokens.Clear();
            return;
        }

        var models = tokens.Length;
        Mixing.AsSpan(inputs.Length * models, models).CopyTo(tokens);
        for (var i = 0; i < inputs.Length; i++)
        {
            Wide.AddScaled(tokens, Mixing.AsSpan(i * models, models), inputs[i]);
        }

        for (var m = 0; m < models; m++)
        {
            tokens[m] = MathF.Max(tokens[m], LeastShare) * Means[m];
        }
    }

    internal bool Fits(int inputs, int models) =>
        Means.Length == 0 ? Mixing.Length == 0 : Means.Length == models && Mixing.Length == (inputs + 1) * models;
}
