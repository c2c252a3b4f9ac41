using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;

namespace Loadline.Acceptance.Tests;

/// <summary>One call to be made with an SDK: a recording behind the gateway, a dialect before it, and what is asked.</summary>
internal sealed record SdkJob(string Id, [property: JsonIgnore] int Row, [property: JsonIgnore] RecordedChat Chat, [property: JsonIgnore] Dialect Caller, [property: JsonIgnore] Asked Asked)
{
    public string Client => Caller switch
    {
        Dialect.OpenAIResponses => "responses",
        Dialect.Anthropic => "anthropic",
        Dialect.Gemini => "gemini",
        _ => "chat",
    };

    public bool Stream => Chat.IsStream;

    public JsonNode Request => Requests.Of(Caller, Asked, ReplayUpstream.ModelOf(Row));

    /// <summary>Gets a value indicating whether the recording is in the caller's own dialect, so that its bytes are passed on.</summary>
    [JsonIgnore]
    public bool IsSameDialect => Chat.Dialect == Caller;

    public static SdkJob Of(RecordedChat chat, int row, Dialect caller, Asked asked) =>
        new($"{caller} {asked} {row} of {chat}", row, chat, caller, asked);
}
