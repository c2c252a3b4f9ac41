using System.Text;
using Loadline.Core.Decisions;
using Loadline.Core.Outcomes;
using Loadline.Core.Plans;
using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Gateway.External;

/// <summary>Asks the model that an <see cref="LlmPolicy"/> names: from memory, else by one call, within its time and budget.</summary>
internal sealed class RouterModel(ModelAsker asker, TimeProvider time)
{
    /// <summary>Gets an answer; never throws for what the model or its provider does.</summary>
    public async ValueTask<RouterCall> AskAsync(RoutingContext context, LlmPolicy policy, CancellationToken cancellationToken)
    {
        var config = policy.Config;
        var key = PromptKey.OfText(Encoding.UTF8.GetString(context.Facts.Text().LastUser));
        if (policy.State.Find(key) is { } known)
        {
            return new RouterCall(policy.ToAnswer(known, LlmOutcome.FromCache), null);
        }

        if (config.DailyUsd is { } daily && policy.State.Spent(time.GetUtcNow()) >= daily)
        {
            return new RouterCall(new LlmAnswer(LlmOutcome.OverBudget, -1), null);
        }

        return asker.Pick(context, config.Model) is { } picked
            ? await CallAsync(context, policy, key, picked.Model, picked.Deployment, cancellationToken).ConfigureAwait(false)
            : new RouterCall(new LlmAnswer(LlmOutcome.Failed, -1), null);
    }

    private async ValueTask<RouterCall> CallAsync(
        RoutingContext context, LlmPolicy policy, UInt128 key, CandidateSnapshot model, DeploymentSnapshot deployment, CancellationToken cancellationToken)
    {
        var body = RouterQuestion.Write(policy.Config, deployment, model, context.Facts.Text().LastUser);
        var said = await asker.AskAsync(model, deployment, body, policy.Config.Timeout, AttemptKinds.Router, cancellationToken).ConfigureAwait(false);
        if (said.Error != RoutingError.None)
        {
            return new RouterCall(new LlmAnswer(said.Error == RoutingError.UpstreamTimeout ? LlmOutcome.TimedOut : LlmOutcome.Failed, -1), said.Attempt);
        }

        policy.State.Spend(said.Attempt.CostUsd ?? 0, time.GetUtcNow());
        var label = RouterQuestion.ReadLabel(said.Reply);
        var answer = policy.ToAnswer(label, LlmOutcome.Answered);
        if (answer.Outcome == LlmOutcome.Answered)
        {
            policy.State.Remember(key, label!, policy.Config.Cache);
        }

        return new RouterCall(answer, said.Attempt);
    }
}
