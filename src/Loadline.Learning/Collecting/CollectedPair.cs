namespace Loadline.Learning.Collecting;

/// <summary>Where the newest record of a row and model is.</summary>
/// <param name="InJournal">Whether it is in the journal, rather than in the table of an earlier run.</param>
/// <param name="Offset">Where its line begins, in bytes.</param>
/// <param name="Length">The line's length without its end.</param>
/// <param name="IsGraded">Whether the answer has a grade.</param>
internal readonly record struct CollectedPair(bool InJournal, long Offset, int Length, bool IsGraded);
