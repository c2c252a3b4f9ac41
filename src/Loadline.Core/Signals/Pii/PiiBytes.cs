namespace Loadline.Core.Signals.Pii;

/// <summary>Byte classes of the scanner.</summary>
internal static class PiiBytes
{
    public static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 25;

    /// <summary>Letters, digits, underscore and every byte outside ASCII: what continues a word.</summary>
    public static bool IsWord(byte value) => IsLetter(value) || IsDigit(value) || value == '_' || value >= 0x80;

    public static bool IsHex(byte value) => IsDigit(value) || (uint)((value | 0x20) - 'a') <= 5;

    /// <summary>The byte at <paramref name="index"/>, 0 outside the text.</summary>
    public static byte At(ReadOnlySpan<byte> text, int index) => (uint)index < (uint)text.Length ? text[index] : (byte)0;
}
