using Loadline.Core.Facts;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>Requests in OpenAI's Chat Completions that one of the servers copying it would refuse as they are.</summary>
internal static class ChatQuirks
{
    /// <summary>Whether a body has to be rewritten for its server rather than sent on.</summary>
    /// <remarks>A name inside a text counts as well: rewriting is exact either way, only slower.</remarks>
    public static bool NeedsRewriting(UpstreamServer server, RequestFacts facts) => server switch
    {
        // It knows ids of nine characters only, `random_seed`, `max_tokens` and "any", and refuses members it does not know.
        UpstreamServer.Mistral => facts.ToolResults > 0 || !facts.StreamOptions.IsMissing || HasForeignName(facts.Body.Span),

        // It knows JSON objects, not schemas.
        UpstreamServer.DeepSeek => facts.HasSchema,
        _ => false,
    };

    private static bool HasForeignName(ReadOnlySpan<byte> body) =>
        body.IndexOf("\"max_completion_tokens\""u8) >= 0 || body.IndexOf("\"seed\""u8) >= 0 || body.IndexOf("\"tool_choice\""u8) >= 0;
}
