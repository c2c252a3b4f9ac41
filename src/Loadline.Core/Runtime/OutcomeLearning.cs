using Loadline.Core.Decisions;

namespace Loadline.Core.Runtime;

/// <summary>Tells everybody who learns from what happened, when a request has ended.</summary>
public static class OutcomeLearning
{
    private const string Ok = "ok";

    /// <summary>Takes times into the candidates, and the served model into the session.</summary>
    /// <param name="decision">What happened.</param>
    /// <param name="now">The time on the clock that requests are decided with.</param>
    public static void Learn(FinishedDecision decision, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var attempts = decision.AttemptRecords;
        for (var i = 0; i < attempts.Count; i++)
        {
            var attempt = attempts[i];
            if (attempt.Outcome == Ok && attempt.Kind == AttemptKinds.Answer && decision.FindCandidate(attempt.Model) is { } candidate)
            {
                candidate.State.Succeeded(decision.EstimatedInputTokens, attempt.TimeToFirstTokenMs, attempt.DurationMs, now);
            }
        }

        decision.Route.Sessions?.Served(decision, now);
    }
}
