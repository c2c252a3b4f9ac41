namespace Loadline.Learning.Grading;

/// <summary>Someone who answers questions about answers: a port, so that graders need no network in tests. Thread-safe.</summary>
public interface IJudge
{
    /// <summary>Asks; a judge that cannot be reached gives a reply with a problem, never an exception.</summary>
    ValueTask<JudgeReply> AskAsync(JudgeQuestion question, CancellationToken cancellationToken);
}
