namespace Loadline.Core.Signals.Shape;

/// <summary>A word's key, its classes (a mask over <see cref="WordClass"/>) and the domain it speaks of, if any.</summary>
internal readonly record struct LexiconEntry(uint Key, ulong Mask, Domain Domain);
