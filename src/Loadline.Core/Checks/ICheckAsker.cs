namespace Loadline.Core.Checks;

/// <summary>Asks on behalf of checks; keeps to their timeouts, and takes what it costs into the request's account.</summary>
public interface ICheckAsker
{
    /// <summary>Asks; whoever cannot be reached, or says nothing of use, gives a problem, never an exception.</summary>
    /// <param name="check">What is asked.</param>
    /// <param name="answer">The answer in question.</param>
    /// <param name="cancellationToken">Ends with the caller's connection.</param>
    ValueTask<AskedResult> AskAsync(AskedCheck check, AnswerToCheck answer, CancellationToken cancellationToken);
}
