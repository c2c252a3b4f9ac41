using Loadline.Core.Catalog;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>What the gateway wants to know of a whole (not streamed) reply.</summary>
/// <param name="Usage">The billed tokens; <see langword="null"/> where the reply names none.</param>
/// <param name="Model">The upstream's model name, without quotes, escapes still in it; missing where it names none.</param>
/// <param name="FinishReason">The first choice's finish reason, without quotes; missing where it is absent or null.</param>
/// <param name="HasError">Whether the reply reports an error, in itself or in a choice, whatever its HTTP status says.</param>
/// <param name="HasChoices">Whether there is a list of choices, be it empty: without one it is no chat reply.</param>
public readonly record struct ChatResponseFacts(TokenUsage? Usage, ByteRange Model, ByteRange FinishReason, bool HasError, bool HasChoices)
{
    /// <summary>Gets a value indicating whether a choice is a refusal: the model's own, not a filter's.</summary>
    public bool HasRefusal { get; init; }
}
