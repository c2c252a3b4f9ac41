using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI;

/// <summary>What of a request's labels OpenAI's two dialects take.</summary>
internal static class OpenAIMetadata
{
    public static bool IsOpenAI(Dialect dialect) => dialect is Dialect.OpenAIChat or Dialect.OpenAIResponses;

    /// <summary>OpenAI takes metadata of strings only, and refuses it on chat unless the reply is stored; from elsewhere it means something else.</summary>
    public static bool Carries(ChatRequest request)
    {
        if (!IsOpenAI(request.Origin) || request.Metadata is not { } metadata)
        {
            return false;
        }

        foreach (var member in metadata.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
            {
                return false;
            }
        }

        return true;
    }
}
