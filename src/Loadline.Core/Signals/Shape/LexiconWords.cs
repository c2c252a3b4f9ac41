namespace Loadline.Core.Signals.Shape;

/// <summary>The word lists behind <see cref="Lexicon"/>, by subject: tasks, markers, languages, fields, everyday words.</summary>
internal static partial class LexiconWords
{
    /// <summary>Every list of word classes; read once.</summary>
    public static IEnumerable<(WordClass Word, string Words)> All()
        => [.. TaskVerbs, .. TaskNouns, .. Markers, .. German, .. French, .. Spanish, .. Chinese, .. Japanese, .. Russian, .. CommonWords];
}
