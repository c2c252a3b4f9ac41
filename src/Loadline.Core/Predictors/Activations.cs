namespace Loadline.Core.Predictors;

/// <summary>The two functions that turn scores into probabilities.</summary>
internal static class Activations
{
    /// <summary>Replaces scores by probabilities that sum to one.</summary>
    public static void Softmax(Span<float> values)
    {
        var most = float.NegativeInfinity;
        foreach (var value in values)
        {
            most = MathF.Max(most, value);
        }

        var sum = 0f;
        foreach (ref var value in values)
        {
            value = MathF.Exp(value - most);
            sum += value;
        }

        foreach (ref var value in values)
        {
            value /= sum;
        }
    }

    /// <summary>Replaces each score by its probability.</summary>
    public static void Sigmoid(Span<float> values)
    {
        foreach (ref var value in values)
        {
            value = Sigmoid(value);
        }
    }

    public static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));
}
