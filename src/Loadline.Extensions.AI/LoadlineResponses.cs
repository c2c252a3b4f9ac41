using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI;

/// <summary>Finds the decision on what a <see cref="LoadlineChatClient"/> answered.</summary>
public static class LoadlineResponses
{
    /// <summary>The key in <c>AdditionalProperties</c> that the decision lies under.</summary>
    public const string DecisionKey = "loadline.decision";

    /// <summary>Gets the decision; <see langword="null"/> where the response did not come by way of Loadline.</summary>
    public static LoadlineDecision? GetLoadlineDecision(this ChatResponse response) => Find(response?.AdditionalProperties);

    /// <summary>Gets the decision; <see langword="null"/> on updates after the first.</summary>
    public static LoadlineDecision? GetLoadlineDecision(this ChatResponseUpdate update) => Find(update?.AdditionalProperties);

    private static LoadlineDecision? Find(AdditionalPropertiesDictionary? properties) =>
        properties?.TryGetValue(DecisionKey, out var value) == true ? value as LoadlineDecision : null;
}
