using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>What of a reply becomes an item.</summary>
internal static class ResponsesOutput
{
    /// <summary>The parts that the dialect carries; a call's foreign signature goes before it, as a thought of its own.</summary>
    public static IEnumerable<ChatPart> Parts(List<ChatPart> parts)
    {
        foreach (var part in parts)
        {
            if (part is ToolCallPart { Signature: { } signature })
            {
                yield return new ReasoningPart(string.Empty, Dialect.Gemini) { Signature = signature };
            }

            if (part is TextPart or RefusalPart or ReasoningPart or ToolCallPart)
            {
                yield return part;
            }
        }
    }
}
