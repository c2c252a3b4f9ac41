using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Counts the cache marks of one request: Anthropic takes four.</summary>
internal sealed class AnthropicCacheMarks(ConversionLosses losses)
{
    private const int Most = 4;

    private int _count;

    /// <summary>The mark, or <see langword="null"/> where there are already four.</summary>
    public string? Take(string? mark)
    {
        if (mark is null)
        {
            return null;
        }

        if (_count == Most)
        {
            losses.Dropped("cache_control", "marks after the fourth");
            return null;
        }

        _count++;
        return mark;
    }
}
