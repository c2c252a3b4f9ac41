namespace Loadline.Core.Outcomes;

/// <summary>How a table is read.</summary>
public sealed record OutcomeReadOptions
{
    /// <summary>Gets strict reading: the first bad line is an error.</summary>
    public static OutcomeReadOptions Default { get; } = new();

    /// <summary>Gets a value indicating whether bad lines are passed over and counted, instead of failing the reading.</summary>
    public bool Lenient { get; init; }

    /// <summary>Gets how many errors are kept word by word; a strict reading stops looking for more. Default: 20.</summary>
    public int MaxErrors { get; init; } = 20;

    /// <summary>Gets a value indicating whether outcomes without <c>quality</c> are let through, for commands that will grade them.</summary>
    public bool AllowUngraded { get; init; }

    /// <summary>Gets a value indicating whether rows without outcomes are let through, and rows without an id get one from their prompt: a list of prompts.</summary>
    public bool PromptsOnly { get; init; }

    /// <summary>Gets a value indicating whether the answers' texts are kept; most uses need only grades and costs. Default: true.</summary>
    public bool KeepResponses { get; init; } = true;
}
