namespace Loadline.Core.Signals.Language;

/// <summary>Unicode blocks to scripts, and the scripts that settle the language by themselves.</summary>
internal static class Scripts
{
    public const int Count = (int)Script.Ethiopic + 1;

    // By 128 code points from U+0000 to U+1FFF, where blocks begin and end on such borders closely enough.
    private static readonly Script[] ByBlock = BuildBlocks();

    private static readonly string[] OnlyLanguage =
        ["", "", "", "", "", "zh", "ja", "ko", "el", "he", "hy", "ka", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si", "th", "lo", "my", "km", "am"];

    /// <summary>The language of a script that one language dominates; empty for the shared scripts.</summary>
    public static string LanguageOf(Script script) => OnlyLanguage[(int)script];

    public static Script Of(uint codePoint) => codePoint switch
    {
        < 0x2000 => ByBlock[codePoint >> 7],
        >= 0x3040 and < 0x3100 => Script.Kana,
        >= 0x3400 and < 0xA000 => Script.Han,
        >= 0xAC00 and < 0xD7B0 => Script.Hangul,
        >= 0xF900 and < 0xFB00 => Script.Han,
        >= 0xFB50 and < 0xFE00 => Script.Arabic,
        >= 0xFE70 and < 0xFEFF => Script.Arabic,
        >= 0xFF66 and < 0xFF9E => Script.Kana,
        >= 0x20000 and < 0x32000 => Script.Han,
        _ => Script.None,
    };

    private static Script[] BuildBlocks()
    {
        var blocks = new Script[0x2000 >> 7];
        Fill(blocks, 0x0080, 0x0280, Script.Latin);
        Fill(blocks, 0x0380, 0x0400, Script.Greek);
        Fill(blocks, 0x0400, 0x0530, Script.Cyrillic);
        Fill(blocks, 0x0530, 0x0590, Script.Armenian);
        Fill(blocks, 0x0580, 0x0600, Script.Hebrew);
        Fill(blocks, 0x0600, 0x0780, Script.Arabic);
        Fill(blocks, 0x0900, 0x0980, Script.Devanagari);
        Fill(blocks, 0x0980, 0x0A00, Script.Bengali);
        Fill(blocks, 0x0A00, 0x0A80, Script.Gurmukhi);
        Fill(blocks, 0x0A80, 0x0B00, Script.Gujarati);
        Fill(blocks, 0x0B80, 0x0C00, Script.Tamil);
        Fill(blocks, 0x0C00, 0x0C80, Script.Telugu);
        Fill(blocks, 0x0C80, 0x0D00, Script.Kannada);
        Fill(blocks, 0x0D00, 0x0D80, Script.Malayalam);
        Fill(blocks, 0x0D80, 0x0E00, Script.Sinhala);
        Fill(blocks, 0x0E00, 0x0E80, Script.Thai);
        Fill(blocks, 0x0E80, 0x0F00, Script.Lao);
        Fill(blocks, 0x1000, 0x1080, Script.Burmese);
        Fill(blocks, 0x1080, 0x1100, Script.Georgian);
        Fill(blocks, 0x1100, 0x1200, Script.Hangul);
        Fill(blocks, 0x1200, 0x1380, Script.Ethiopic);
        Fill(blocks, 0x1780, 0x1800, Script.Khmer);
        Fill(blocks, 0x1E00, 0x1F00, Script.Latin);
        Fill(blocks, 0x1F00, 0x2000, Script.Greek);
        return blocks;
    }

    private static void Fill(Script[] blocks, int first, int end, Script script) =>
        blocks.AsSpan(first >> 7, ((end + 127) >> 7) - (first >> 7)).Fill(script);
}
