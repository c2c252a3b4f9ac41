using Loadline.Core.Facts;
using Loadline.Wire.Anthropic;
using Loadline.Wire.Gemini;
using Loadline.Wire.OpenAI;
using Loadline.Wire.OpenAI.Responses;

namespace Loadline.Wire.Conversion;

/// <summary>The dialects by their config names, and the scanner of each.</summary>
public static class Dialects
{
    // In the order of the enum.
    private static readonly string[] Names = ["openai-chat", "openai-responses", "anthropic", "gemini", "bedrock"];

    /// <summary>Gets the config name, as providers, records and metrics have it.</summary>
    public static string Name(Dialect dialect) => Names[(int)dialect];

    /// <summary>Fills the facts of a chat request; allocates nothing unless the body is refused.</summary>
    /// <param name="caller">The caller's dialect; not <see cref="Dialect.Bedrock"/>.</param>
    /// <param name="facts">Just reset with the body.</param>
    /// <param name="urlModel">Gemini's model, from the address; <see langword="null"/> elsewhere.</param>
    /// <param name="urlStream">Whether Gemini's address asks for a stream.</param>
    public static ScanResult Scan(Dialect caller, RequestFacts facts, string? urlModel, bool urlStream)
    {
        facts.Dialect = Name(caller);
        facts.UrlModel = urlModel;
        return caller switch
        {
            Dialect.OpenAIResponses => ResponsesRequestScanner.Scan(facts),
            Dialect.Anthropic => AnthropicRequestScanner.Scan(facts),
            Dialect.Gemini => GeminiRequestScanner.Scan(facts, urlStream),
            _ => ChatRequestScanner.Scan(facts),
        };
    }
}
