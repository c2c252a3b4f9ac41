using System.Text;
using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Tests.Support;

/// <summary>Fills facts from an OpenAI-shaped body, plainly; the real scanner lives in Wire and is tested there.</summary>
internal static class TestRequest
{
    public static RoutingContext Begin(RuntimeSnapshot? snapshot, string body, IRequestHeaders? headers = null, int seed = 1)
    {
        var context = new RoutingContext();
        Fill(context.Facts, Encoding.UTF8.GetBytes(body));
        context.Facts.Headers = headers;
        context.Begin(snapshot!, new Random(seed));
        return context;
    }

    /// <summary>A chat body with one user message.</summary>
    public static string Chat(string text, string model = "auto", string more = "") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":{{JsonSerializer.Serialize(text)}}}]{{more}}}""";

    public static RoutingContext Ask(string text, IRequestHeaders? headers = null) => Begin(null, Chat(text), headers);

    public static void Fill(RequestFacts facts, byte[] body)
    {
        facts.Reset(body);
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        facts.Kind = root.TryGetProperty("input", out _) ? RequestKind.Embeddings : RequestKind.Chat;
        facts.Tools = root.TryGetProperty("tools", out var tools) ? tools.GetArrayLength() : 0;
        facts.HasSchema = root.TryGetProperty("response_format", out var format) && format.GetProperty("type").GetString() == "json_schema";
        facts.MaxOutputTokens = root.TryGetProperty("max_tokens", out var max) ? max.GetInt32() : 0;
        Walk(facts, body);
    }

    // One token after another, remembering only what was open.
    private static void Walk(RequestFacts facts, byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        var role = MessageRole.User;
        var message = -1;
        string? section = null;
        string? key = null;
        var keyRange = default(ByteRange);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    key = reader.GetString();
                    keyRange = new ByteRange((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    section = reader.CurrentDepth == 1 ? key : section;
                    break;
                case JsonTokenType.StartObject when section == "messages" && reader.CurrentDepth == 2:
                    message++;
                    facts.Messages++;
                    break;
                case JsonTokenType.String:
                    var range = new ByteRange((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    if (section == "model" && reader.CurrentDepth == 1)
                    {
                        facts.Model = new ByteRange(range.Start - 1, range.Length + 2);
                    }
                    else if (section == "metadata" && reader.CurrentDepth == 2)
                    {
                        facts.AddMetadata(new MetadataEntry(keyRange, range));
                    }
                    else if (section == "messages" && key == "role")
                    {
                        role = Enum.Parse<MessageRole>(reader.GetString()!, ignoreCase: true);
                        facts.LastRole = role;
                        facts.UserTurns += role == MessageRole.User ? 1 : 0;
                    }
                    else if (section == "messages" && key is "content" or "text")
                    {
                        facts.AddText(new TextSpan(range, role, message, reader.ValueIsEscaped));
                    }
                    else if (key == "type")
                    {
                        facts.Images += reader.ValueTextEquals("image_url") ? 1 : 0;
                        facts.AudioParts += reader.ValueTextEquals("input_audio") ? 1 : 0;
                    }

                    break;
            }
        }
    }
}
