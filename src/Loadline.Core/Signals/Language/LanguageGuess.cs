namespace Loadline.Core.Signals.Language;

/// <summary>A guess of <see cref="LanguageDetector"/>.</summary>
/// <param name="Code">ISO 639-1 in lower case (an interned literal), or <see cref="Undetermined"/>.</param>
/// <param name="Confidence">In [0, 1): how far the best language leads the second; 0 when undetermined. A rank, not a probability.</param>
public readonly record struct LanguageGuess(string Code, float Confidence)
{
    /// <summary>The code of text whose language cannot be told: too short, code, numbers.</summary>
    public const string Undetermined = "und";

    /// <summary>No language.</summary>
    public static readonly LanguageGuess None = new(Undetermined, 0);
}
