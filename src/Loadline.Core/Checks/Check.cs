namespace Loadline.Core.Checks;

/// <summary>Looks at one answer and says how good it is, without asking anybody: the one concept behind graders and cascade checks.</summary>
/// <remarks>Immutable and thread-safe; the same answer always gets the same score.</remarks>
public abstract class Check
{
    /// <summary>Gets the name that definitions give it: <c>numeric</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Gets a value indicating whether it compares with an answer key (<see cref="AnswerToCheck.Expected"/>).</summary>
    public virtual bool NeedsExpected => false;

    /// <summary>Judges an answer.</summary>
    public abstract CheckResult Run(AnswerToCheck answer);
}
