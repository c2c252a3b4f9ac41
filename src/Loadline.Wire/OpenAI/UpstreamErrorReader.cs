using System.Text;
using System.Text.Json;

namespace Loadline.Wire.OpenAI;

/// <summary>Finds message, type and code in error bodies.</summary>
/// <remarks>
/// Seen shapes: <c>{"error":{"message","type","code"}}</c> (OpenAI and most), <c>{"error":"…"}</c> (Ollama, with a <c>code</c> beside it
/// xAI), <c>{"detail":"…"}</c> (Mistral, Voyage), <c>{"detail":[{"msg"}]}</c> (FastAPI), <c>{"message":"…"}</c> (Bedrock, Cohere, vLLM),
/// <c>[{"error":…}]</c> (Gemini).
/// </remarks>
internal static class UpstreamErrorReader
{
    private const int MaxChars = 2000;
    private const string NoReason = "The upstream gave no reason.";

    private static readonly MemberNames MessageNames = new("error", "message", "detail", "msg", "Message", "errors");
    private static readonly MemberNames TypeNames = new("type", "status");
    private static readonly MemberNames CodeName = new("code");

    public static UpstreamError Read(ReadOnlySpan<byte> body)
    {
        body = body.Trim(" \t\r\n"u8);
        if (body.IsEmpty)
        {
            return new UpstreamError(NoReason, null, null);
        }

        if (body[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
        {
            return new UpstreamError(body[0] == (byte)'<' ? Html(body) : Clip(Encoding.UTF8.GetString(body)), null, null);
        }

        var found = default(Found);
        ReadJson(body, ref found);
        var message = string.IsNullOrWhiteSpace(found.Message) ? Clip(Encoding.UTF8.GetString(body)) : Clip(found.Message);
        return new UpstreamError(message, found.Type, found.Code);
    }

    // Not the final block: a body that was cut short then simply ends, and what came before counts.
    private static void ReadJson(ReadOnlySpan<byte> body, ref Found found)
    {
        var json = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(ScanErrors.ReaderOptions));
        try
        {
            if (json.Read())
            {
                Value(ref json, ref found, isMessage: body[0] == (byte)'"');
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Broken JSON: what was found until here is what we have.
        }

        found.Message ??= CutMessage(body);
    }

    private static void Value(ref Utf8JsonReader json, ref Found found, bool isMessage)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String when isMessage:
                found.Message ??= json.GetString();
                break;
            case JsonTokenType.StartObject:
                Object(ref json, ref found);
                break;
            case JsonTokenType.StartArray:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    Value(ref json, ref found, isMessage);
                }

                break;
        }
    }

    private static void Object(ref Utf8JsonReader json, ref Found found)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isMessage = MessageNames.Find(ref json) >= 0;
            var isType = TypeNames.Find(ref json) >= 0;
            var isCode = CodeName.Find(ref json) >= 0;
            if (!json.Read())
            {
                return;
            }

            if (isMessage)
            {
                Value(ref json, ref found, isMessage: true);
            }
            else if (isType && json.TokenType == JsonTokenType.String && !json.ValueTextEquals("error"u8))
            {
                found.Type ??= json.GetString();
            }
            else if (isCode && json.TokenType is (JsonTokenType.String or JsonTokenType.Number))
            {
                found.Code ??= Scalar(ref json);
            }
            else if (!json.TrySkip())
            {
                return;
            }
        }
    }

    private static string? Scalar(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String ? json.GetString() : Encoding.UTF8.GetString(json.ValueSpan);

    // A message whose closing quote is missing: the reader gives no token for it, its bytes are still worth showing.
    private static string? CutMessage(ReadOnlySpan<byte> body) =>
        CutValue(body, "\"message\""u8) ?? CutValue(body, "\"detail\""u8) ?? CutValue(body, "\"error\""u8);

    private static string? CutValue(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var at = body.LastIndexOf(name);
        var rest = at < 0 ? default : body[(at + name.Length)..].TrimStart(" \t\r\n:"u8);
        return rest.Length > 1 && rest[0] == (byte)'"' ? Encoding.UTF8.GetString(rest[1..]) : null;
    }

    private static string Html(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var start = text.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : text.IndexOf("</title>", start, StringComparison.OrdinalIgnoreCase);
        return end < 0
            ? "The upstream answered with a web page instead of JSON. Check the provider's address."
            : Clip("The upstream answered with a web page: " + text[(start + "<title>".Length)..end].Trim());
    }

    private static string Clip(string message)
    {
        if (message.Length <= MaxChars)
        {
            return message;
        }

        var end = char.IsHighSurrogate(message[MaxChars - 1]) ? MaxChars - 1 : MaxChars;
        return message[..end];
    }

    private struct Found
    {
        public string? Message;
        public string? Type;
        public string? Code;
    }
}
