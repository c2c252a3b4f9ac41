using System.Text;

namespace Loadline.Core.Predictors;

/// <summary>What of a message is embedded, and what is done to the vector: the same when training and when serving.</summary>
public static class EmbeddingText
{
    /// <summary>The longest vector that is taken.</summary>
    public const int MostDimensions = 16_384;

    // Embedding models read 512 tokens and more; of a long message its beginning and its end say most of what is asked.
    private const int MostCharacters = 4_000;

    /// <summary>Cuts the last user message to what is sent.</summary>
    public static string Of(ReadOnlySpan<byte> lastUser)
    {
        var text = Encoding.UTF8.GetString(lastUser);
        return text.Length <= MostCharacters ? text : string.Concat(Head(text), "\n", Tail(text));
    }

    /// <summary>Scales a vector to length one.</summary>
    /// <returns>Whether it has a length: one of zeros, or with something that is no number, says nothing.</returns>
    public static bool Normalise(Span<float> vector)
    {
        var square = 0.0;
        foreach (var value in vector)
        {
            square += (double)value * value;
        }

        if (!double.IsFinite(square) || square < 1e-20)
        {
            return false;
        }

        var scale = (float)(1 / Math.Sqrt(square));
        foreach (ref var value in vector)
        {
            value *= scale;
        }

        return true;
    }

    /// <summary>The cosine of two vectors of length one; 0 where they have not equally many numbers, so that one of another model is like nothing.</summary>
    public static float Similarity(ReadOnlySpan<float> first, ReadOnlySpan<float> second) => first.Length == second.Length ? Wide.Dot(first, second) : 0;

    // Never through the middle of a character of two halves.
    private static ReadOnlySpan<char> Head(string text)
    {
        const int End = MostCharacters / 2;
        return text.AsSpan(0, char.IsHighSurrogate(text[End - 1]) ? End - 1 : End);
    }

    private static ReadOnlySpan<char> Tail(string text)
    {
        var start = text.Length - (MostCharacters / 2);
        return text.AsSpan(char.IsLowSurrogate(text[start]) ? start + 1 : start);
    }
}
