using Loadline.Core.Runtime;
using Loadline.Extensions.AI.Requests;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Attempts;

/// <summary>The options of one call: the caller's, with what the candidate says put over them. The caller's own object is never changed.</summary>
internal static class CallOptions
{
    public static ChatOptions For(ChatOptions? given, CandidateSnapshot candidate, DeploymentSnapshot deployment)
    {
        var options = given?.Clone() ?? new ChatOptions();
        options.ModelId = deployment.Name;
        if (EffortNames.Read(candidate.Effort) is { } effort)
        {
            options.Reasoning = new ReasoningOptions { Effort = effort, Output = options.Reasoning?.Output };
        }

        if (options.MaxOutputTokens > candidate.MaxOutput)
        {
            options.MaxOutputTokens = candidate.MaxOutput;
        }

        return options;
    }
}
