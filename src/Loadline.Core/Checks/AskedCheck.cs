namespace Loadline.Core.Checks;

/// <summary>A check that has to ask somebody: a judging model, a service. What it says costs time, and may cost money.</summary>
/// <param name="atLeast">The least score that passes, in (0,1].</param>
/// <param name="timeout">How long an answer may take.</param>
/// <param name="opens">Whether the answer passes where nobody could say (fail-open); else it fails.</param>
public abstract class AskedCheck(double atLeast, TimeSpan timeout, bool opens) : Check
{
    /// <summary>How long an answer may take where nothing is written.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Gets how long an answer may take.</summary>
    public TimeSpan Timeout => timeout;

    /// <inheritdoc/>
    public sealed override bool MustAsk => true;

    /// <summary>Says that nobody was asked: only <see cref="RunAsync"/> can.</summary>
    public sealed override CheckResult Run(AnswerToCheck answer) => Unanswered("nobody can be asked here");

    /// <inheritdoc/>
    public sealed override async ValueTask<CheckResult> RunAsync(AnswerToCheck answer, ICheckAsker asker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asker);
        var said = await asker.AskAsync(this, answer, cancellationToken).ConfigureAwait(false);
        return said.Problem is { } problem ? Unanswered(problem)
            : said.Score >= atLeast ? new CheckResult(1, said.Reason)
            : new CheckResult(Math.Min(said.Score, 0.999), FormattableString.Invariant($"{Kind} says {said.Score:0.00}, bound {atLeast:0.00}{(said.Reason is { } reason ? ": " + reason : "")}"));
    }

    private CheckResult Unanswered(string problem) => opens ? new CheckResult(1, $"{Kind}: {problem}, so it is let through") : CheckResult.Fail($"{Kind}: {problem}");
}
