namespace Loadline.Core.Checks;

/// <summary>Looks at one answer and says how good it is: the one concept behind graders and cascade checks.</summary>
/// <remarks>Immutable and thread-safe; the same answer always gets the same score, except from those that ask somebody (<see cref="MustAsk"/>).</remarks>
public abstract class Check
{
    /// <summary>Gets the name that definitions give it: <c>numeric</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Gets a value indicating whether it compares with an answer key (<see cref="AnswerToCheck.Expected"/>).</summary>
    public virtual bool NeedsExpected => false;

    /// <summary>Gets how many more answers of the same candidate it wants to compare with.</summary>
    public virtual int Samples => 0;

    /// <summary>Gets how long these may take; <see langword="null"/>: as long as the request.</summary>
    public virtual TimeSpan? SampleTimeout => null;

    /// <summary>Gets a digest of what it reads beside its definition; <see langword="null"/> where that is nothing.</summary>
    public virtual string? Digest => null;

    /// <summary>Gets the checks that this one is made of; empty for one that is not.</summary>
    public virtual IEnumerable<Check> Parts => [];

    /// <summary>Gets a value indicating whether it, or a part of it, has to ask somebody: then only <see cref="RunAsync"/> can tell.</summary>
    public virtual bool MustAsk => Parts.Any(part => part.MustAsk);

    /// <summary>Judges an answer.</summary>
    public abstract CheckResult Run(AnswerToCheck answer);

    /// <summary>Judges an answer, asking others where that is needed and what can be known without them does not decide.</summary>
    /// <param name="answer">The answer, whole.</param>
    /// <param name="asker">Asks.</param>
    /// <param name="cancellationToken">Ends with the caller's connection.</param>
    public virtual ValueTask<CheckResult> RunAsync(AnswerToCheck answer, ICheckAsker asker, CancellationToken cancellationToken) => new(Run(answer));

    /// <summary>Gets a value indicating whether it may decide before an answer's end.</summary>
    public virtual bool DecidesEarly => false;

    /// <summary>Judges an answer that is still being written, where what has come is enough.</summary>
    /// <returns><see langword="null"/> while it is not; what is returned is the check's verdict, whatever comes after.</returns>
    public virtual CheckResult? RunEarly(AnswerToCheck soFar) => null;
}
