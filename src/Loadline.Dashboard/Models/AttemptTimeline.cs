using Loadline.Core.Decisions;
using Loadline.Dashboard.Text;
using Loadline.Learning.Charts;

namespace Loadline.Dashboard.Models;

/// <summary>Draws the calls of one request over time.</summary>
internal static class AttemptTimeline
{
    // Records have no starts: calls that together took no longer than the request followed one another.
    private const double Slack = 1.05;

    public static bool IsSequence(DecisionRecord decision) => decision.Attempts.Sum(attempt => attempt.DurationMs) <= decision.DurationMs * Slack;

    public static string Draw(DecisionRecord decision)
    {
        var isSequence = IsSequence(decision);
        var spans = new List<SpanChart.Span>();
        var at = 0.0;
        foreach (var attempt in decision.Attempts)
        {
            var first = Math.Clamp(attempt.TimeToFirstTokenMs, 0, attempt.DurationMs);
            spans.Add(new SpanChart.Span(
                attempt.Deployment, at, at + first, at + attempt.DurationMs, attempt.IsFailure ? 1 : attempt.Outcome == "ok" ? 0 : 6,
                $"{Show.Outcome(attempt.Outcome)}, {Show.Milliseconds(attempt.DurationMs)}"));
            at = isSequence ? at + attempt.DurationMs : 0;
        }

        return SpanChart.Draw(
            new ChartOptions
            {
                Id = "attempts",
                Title = isSequence ? "Calls, one after another" : "Calls, some at the same time (their starts are not kept)",
                Description = "One bar for each call of a model: first the wait for the first token, then the rest of the answer.",
                XLabel = "ms since the first call",
                YLabel = "",
                XFormat = "#,0.#",
            },
            spans,
            "waiting for the first token",
            "receiving");
    }
}
