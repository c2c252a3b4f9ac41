namespace Loadline.Core.Signals.Language;

/// <summary>A language and words of it.</summary>
/// <param name="Code">ISO 639-1.</param>
/// <param name="Words">Lower-case words between white space, commonest first.</param>
internal sealed record LanguageSeed(string Code, string Words);
