namespace Loadline.Core.Signals.Language;

/// <summary>Folds letters to the form the profiles hold: lower case, one spelling where Unicode has two.</summary>
/// <remarks>Only the alphabets of the profiles; no culture, no allocation. Not for comparing text elsewhere.</remarks>
internal static class LetterFold
{
    /// <returns>0 for a mark that is to be skipped inside a word.</returns>
    public static uint Fold(uint letter) => letter switch
    {
        < 0x80 => letter | 0x20,
        >= 0xC0 and <= 0xDE => letter + 0x20,
        < 0x100 => letter,
        0x130 => 'i',
        < 0x180 => FoldExtendedA(letter),
        0x218 or 0x219 => 0x15F, // ș is written ş as often
        0x21A or 0x21B => 0x163,
        >= 0x300 and <= 0x36F => 0,
        >= 0x400 and <= 0x40F => letter + 0x50,
        >= 0x410 and <= 0x42F => letter + 0x20,
        >= 0x460 and <= 0x481 or >= 0x48A and <= 0x4BF or >= 0x4D0 and <= 0x52F => letter | 1,
        >= 0x64B and <= 0x65F or 0x640 or 0x670 => 0, // Arabic vowel signs and the stretching mark
        >= 0x1E00 and <= 0x1EFF => letter | 1,
        _ => letter,
    };

    // Capitals are even except between U+0139 and U+0148 and from U+0179 on.
    private static uint FoldExtendedA(uint letter) => letter switch
    {
        >= 0x139 and <= 0x148 or >= 0x179 and <= 0x17E => letter + (letter & 1),
        0x138 or 0x149 or 0x178 or 0x17F => letter,
        _ => letter | 1,
    };
}
