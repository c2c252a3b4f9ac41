using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Extensions.AI.Telemetry;

namespace Loadline.Extensions.AI.Attempts;

/// <content>The end of a request: what is kept of it and who learns from it.</content>
internal sealed partial class ChatExchange
{
    /// <summary>Takes the request down.</summary>
    /// <returns>The decision and what came of it; <see langword="null"/> where nobody wants to know.</returns>
    public FinishedDecision? Finish(PlanExecutor executor)
    {
        if (Result.Succeeded && Served >= 0 && _last is { } last)
        {
            var policy = Context.Rule?.Policy ?? Context.Route!.Policy;
            policy.Answered(Context, last.Deployment, (int)(last.Usage?.Input ?? Context.EstimatedInputTokens), executor.Now);
        }

        if (!_keepsRecord)
        {
            return null;
        }

        var finished = new FinishedDecision(
            Context,
            new FinishedRequest
            {
                Id = Id,
                Time = _arrived,
                Served = Served,
                Attempts = [.. _attempts],
                Usage = _last?.Usage,
                Error = Result.Error,
                Status = Result.Succeeded ? 200 : Result.Status,
                OverheadMicroseconds = _overhead.TotalMicroseconds,
                DurationMs = Time.GetElapsedTime(_started).TotalMilliseconds,
            },
            FeatureDemand.None);
        OutcomeLearning.Learn(finished, executor.Now);
        if (IsDetailed)
        {
            Decision?.Finish(finished);
        }

        LoadlineTelemetry.Finished(finished, _overhead);
        return finished;
    }
}
