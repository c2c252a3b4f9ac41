namespace Loadline.Core.Signals.Shape;

/// <summary>Masks over <see cref="WordClass"/>.</summary>
internal static class WordClasses
{
    /// <summary>Every class that can lead a sentence.</summary>
    public const ulong Verbs = (1UL << (int)WordClass.HumanLanguage) - 1;

    /// <summary>Every class that can be what a verb asks for.</summary>
    public const ulong Objects = ((1UL << (int)WordClass.Greeting) - 1) & ~Verbs;

    /// <summary>The verbs that ask and do not command.</summary>
    public const ulong Questions = (1UL << (int)WordClass.Ask) | (1UL << (int)WordClass.AskAuxiliary);

    /// <summary>The classes whose number is kept; the others only steer the scan.</summary>
    public const ulong Counted = (1UL << (int)WordClass.Common) - 1;

    public static ulong Bit(this WordClass word) => 1UL << (int)word;

    public static bool Has(this ulong mask, WordClass word) => (mask & word.Bit()) != 0;
}
