namespace Loadline.Core.Parallels;

/// <summary>Which of several answers is served.</summary>
public enum ParallelTake : byte
{
    /// <summary>The first that is good: that passes the check, where there is one.</summary>
    Race,

    /// <summary>One of those that come to what most come to.</summary>
    Vote,

    /// <summary>The one with the highest score.</summary>
    Best,
}
