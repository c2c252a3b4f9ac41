using Loadline.Core.Facts;

namespace Loadline.Core.Predictors;

/// <summary>What stands around the last user message, as far as predictors look at it.</summary>
/// <param name="UserTurns">Number of user messages, the last included.</param>
/// <param name="Tools">Number of tools offered.</param>
/// <param name="SystemBytes">Length of the system prompt.</param>
/// <param name="AllBytes">Length of all text of the request.</param>
/// <param name="HasSchema">Whether the answer must follow a JSON Schema.</param>
/// <param name="HasImages">Whether images come with it.</param>
public readonly record struct ConversationFacts(
    int UserTurns, int Tools, int SystemBytes, int AllBytes, bool HasSchema, bool HasImages)
{
    /// <summary>Takes the facts of a scanned request.</summary>
    public static ConversationFacts Of(RequestFacts facts)
    {
        var text = facts.Text();
        return new ConversationFacts(
            facts.UserTurns, facts.Tools, text.System.Length, text.All.Length, facts.HasSchema, facts.Images > 0);
    }

    /// <summary>Makes the facts of a request that is one user message and nothing else.</summary>
    /// <param name="bytes">Its length; one more is counted for the separator that scanning puts after every text.</param>
    public static ConversationFacts SingleMessage(int bytes) => new(1, 0, 0, bytes + 1, false, false);
}
