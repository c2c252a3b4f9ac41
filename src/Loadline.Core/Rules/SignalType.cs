namespace Loadline.Core.Rules;

/// <summary>What kind of value a signal has, which says how a condition on it is written.</summary>
internal enum SignalType : byte
{
    /// <summary>A whole number from 0: a comparison, a range or a number.</summary>
    Number,

    /// <summary>As <see cref="Number"/>; <c>true</c> means at least one, <c>false</c> none.</summary>
    Count,

    /// <summary>A number from 0 to 1: a comparison, a range or a number.</summary>
    Score,

    /// <summary>As <see cref="Score"/>; <c>true</c> means at least 0.5, <c>false</c> less.</summary>
    Share,

    /// <summary>A word: one of those listed, or a list of them.</summary>
    Word,

    /// <summary>Yes or no: <c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>Text that the last user message must contain: one phrase or pattern, or a list of them.</summary>
    Text,

    /// <summary>Names with a value, a list of values or <c>"*"</c>; several names must all agree.</summary>
    Pairs,
}
