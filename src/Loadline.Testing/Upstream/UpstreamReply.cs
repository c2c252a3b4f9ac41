using System.Text;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Testing;

/// <summary>The body that a script gives to a request: whole, or in pieces for a stream.</summary>
internal sealed record UpstreamReply(ReadOnlyMemory<byte> Body, IEnumerable<ChatStream.Piece>? Pieces, string ContentType)
{
    /// <summary>Gets the tokens that a whole body bills; pieces carry their own.</summary>
    public (long Input, long Output)? Bill { get; private init; }

    private const string Json = "application/json";

    public static UpstreamReply For(RecordedRequest request, UpstreamScript script, IReadOnlyList<string> models)
    {
        if (script is { Body: { } always, Events: null, IsError: false })
        {
            return new(always, null, Json);
        }

        using var document = Parse(request.Body);
        var root = document.RootElement;
        var path = request.Path.Split('?')[0];
        var dialect = FakeDialect.Of(path);
        var model = script.ServedModel ?? (root.TryGetProperty("model"u8, out var m) ? m.ToString() : "none");
        var streams = FakeDialect.AsksStream(path) || (root.TryGetProperty("stream"u8, out var s) && s.ValueKind == JsonValueKind.True);
        var reports = script.UsageReport != UsageReport.Never && script.Status is >= 200 and < 300;
        if (script.Body is { } body && !(streams && script.Events is not null))
        {
            return new(script.IsError ? FakeDialect.Error(dialect, body, script.Status) : body, null, Json);
        }

        if (request.Method == "GET" && path.EndsWith("/models", StringComparison.Ordinal))
        {
            return new(OpenAIJson.Models(models), null, Json);
        }

        if (path.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            return new(EmbeddingReply.Build(script, model, root), null, Json) { Bill = reports ? (script.Usage.PromptTokens, 0) : null };
        }

        if (!streams)
        {
            var tokens = ChatStream.CountTokens(script);
            return new(FakeDialect.Whole(dialect, OpenAIJson.Completion(script, model, tokens), model), null, Json)
            {
                Bill = reports ? ChatStream.Bill(script, tokens) : null,
            };
        }

        var pieces = ChatStream.Pieces(script, model, dialect != Dialect.OpenAIChat || AsksUsage(root));
        return new(
            default,
            dialect == Dialect.OpenAIChat || script.IsNative ? pieces : FakeDialect.Stream(dialect, pieces, model),
            "text/event-stream; charset=utf-8");
    }

    /// <summary>Whether a request is one that this upstream serves; others are answered 404.</summary>
    public static bool Knows(RecordedRequest request)
    {
        var path = request.Path.Split('?')[0];
        return request.Method == "GET"
            ? path.EndsWith("/models", StringComparison.Ordinal)
            : path.EndsWith("/chat/completions", StringComparison.Ordinal) || FakeDialect.Of(path) != Dialect.OpenAIChat || path.EndsWith("/embeddings", StringComparison.Ordinal);
    }

    private static bool AsksUsage(JsonElement root)
        => root.TryGetProperty("stream_options"u8, out var options) && options.ValueKind == JsonValueKind.Object
            && options.TryGetProperty("include_usage"u8, out var usage) && usage.ValueKind == JsonValueKind.True;

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // The caller's test looks at the recorded bytes; the script is played all the same.
        }

        return JsonDocument.Parse(Encoding.UTF8.GetBytes("{}"));
    }
}
