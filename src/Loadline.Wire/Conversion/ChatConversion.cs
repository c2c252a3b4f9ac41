using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Anthropic;
using Loadline.Wire.Bedrock;
using Loadline.Wire.Gemini;
using Loadline.Wire.OpenAI;
using Loadline.Wire.OpenAI.Chat;
using Loadline.Wire.OpenAI.Responses;
using Loadline.Wire.Sse;

namespace Loadline.Wire.Conversion;

/// <summary>Chat between any caller's dialect and any upstream's. All of it is bytes and types; nothing here touches the network.</summary>
/// <remarks>
/// An exchange: <see cref="TryReadRequest"/> once; for each attempt <see cref="WriteRequest"/>; then <see cref="TryReadReply"/> and
/// <see cref="WriteReply"/>, or <see cref="CreateStream"/>, or <see cref="ErrorReader.Read"/> and <see cref="DialectErrors.Write"/>. Where caller and
/// upstream speak the same dialect, splicing the caller's own bytes is both faster and exact.
/// </remarks>
public static class ChatConversion
{
    private static readonly JsonDocumentOptions ReplyOptions = new() { MaxDepth = 128 };

    /// <summary>Reads a caller's request.</summary>
    /// <param name="caller">Its dialect; not <see cref="Dialect.Bedrock"/>.</param>
    /// <param name="body">The body; the request points into it.</param>
    /// <param name="urlModel">Gemini's model, from the address; <see langword="null"/> elsewhere.</param>
    /// <param name="urlStream">Whether Gemini's address asks for a stream.</param>
    /// <param name="request">The neutral request, to be disposed; null where the result is an error.</param>
    public static ScanResult TryReadRequest(
        Dialect caller, ReadOnlyMemory<byte> body, string? urlModel, bool urlStream, out ChatRequest request)
    {
        var result = caller switch
        {
            Dialect.OpenAIResponses => ResponsesRequestReader.TryRead(body, out request),
            Dialect.Anthropic => AnthropicRequestReader.TryRead(body, out request),
            Dialect.Gemini => GeminiRequestReader.TryRead(body, urlModel ?? string.Empty, urlStream, out request),
            _ => OpenAIChatRequestReader.TryRead(body, out request),
        };
        if (!result.Ok)
        {
            request?.Dispose();
            request = null!;
            return result;
        }

        CheckChoice(request);
        return result;
    }

    private static void CheckChoice(ChatRequest request)
    {
        if (request.ToolChoice == ToolChoiceMode.Named
            && !request.Tools.Exists(tool => tool.Kind != ToolKind.Hosted && tool.Name == request.ToolChoiceName))
        {
            request.Losses.Degraded("tool_choice", "it names a tool that is not carried; the model chooses freely");
            request.ToolChoice = ToolChoiceMode.Auto;
        }
    }

    /// <summary>Writes a request for one upstream.</summary>
    /// <returns>The tool names it was written with, which its reply needs.</returns>
    public static ToolNames WriteRequest(ChatRequest request, UpstreamTarget target, IBufferWriter<byte> output, ConversionLosses losses)
    {
        var names = new ToolNames(request);
        foreach (var loss in request.Losses.Items)
        {
            losses.Add(loss);
        }

        switch (target.Dialect)
        {
            case Dialect.OpenAIResponses:
                ResponsesRequestWriter.Write(request, target, names, output, losses);
                break;
            case Dialect.Anthropic:
                AnthropicRequestWriter.Write(request, target, names, output, losses);
                break;
            case Dialect.Gemini:
                GeminiRequestWriter.Write(request, target, names, output, losses);
                break;
            case Dialect.Bedrock:
                BedrockRequestWriter.Write(request, target, names, output, losses);
                break;
            default:
                OpenAIChatRequestWriter.Write(request, target, names, output, losses);
                break;
        }

        return names;
    }

    /// <summary>Reads an upstream's whole reply.</summary>
    /// <returns><see langword="false"/> where the body is not one JSON object with an answer or an error. A reply that reports an error has <see cref="ChatReply.Error"/>.</returns>
    public static bool TryReadReply(Dialect upstream, ReadOnlyMemory<byte> body, out ChatReply reply)
    {
        reply = null!;
        try
        {
            using var document = JsonDocument.Parse(MendedJson.Mend(body), ReplyOptions);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            reply = Read(upstream, document.RootElement);
            if (reply.Parts.Count == 0 && document.RootElement.Has("error"u8, out var error)
                && error.ValueKind is JsonValueKind.Object or JsonValueKind.String)
            {
                reply.Error ??= ErrorReader.Read(body.Span, 0);
            }

            Lost(reply);
            return reply.Error is not null || HasAnswer(upstream, document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes a whole reply for the caller.</summary>
    public static void WriteReply(Dialect caller, ChatReply reply, ReplyContext context, IBufferWriter<byte> output)
    {
        switch (caller)
        {
            case Dialect.OpenAIResponses:
                ResponsesReplyWriter.Write(reply, context, output);
                break;
            case Dialect.Anthropic:
                AnthropicReplyWriter.Write(reply, context, output);
                break;
            case Dialect.Gemini:
                GeminiReplyWriter.Write(reply, context, output);
                break;
            default:
                OpenAIChatReplyWriter.Write(reply, context, output);
                break;
        }
    }

    /// <summary>Begins the conversion of one stream.</summary>
    public static ChatStreamConverter CreateStream(
        Dialect upstream, Dialect caller, ReplyContext context, int maxEventBytes = SseReader.DefaultMaxEventBytes) =>
        new(CreateReader(upstream, maxEventBytes), CreateWriter(caller, context));

    /// <summary>A reader of one upstream stream; its events go through a <see cref="BlockSequencer"/> before they are used.</summary>
    public static ChatStreamReader CreateReader(Dialect upstream, int maxEventBytes = SseReader.DefaultMaxEventBytes) => upstream switch
    {
        Dialect.OpenAIResponses => new ResponsesStreamReader(maxEventBytes),
        Dialect.Anthropic => new AnthropicStreamReader(maxEventBytes),
        Dialect.Gemini => new GeminiStreamReader(maxEventBytes),
        Dialect.Bedrock => new BedrockStreamReader(maxEventBytes),
        _ => new OpenAIChatStreamReader(maxEventBytes),
    };

    private static ChatStreamWriter CreateWriter(Dialect caller, ReplyContext context) => caller switch
    {
        Dialect.OpenAIResponses => new ResponsesStreamWriter(context),
        Dialect.Anthropic => new AnthropicStreamWriter(context),
        Dialect.Gemini => new GeminiStreamWriter(context),
        _ => new OpenAIChatStreamWriter(context),
    };

    private static ChatReply Read(Dialect upstream, JsonElement root) => upstream switch
    {
        Dialect.OpenAIResponses => ResponsesReplyReader.Read(root),
        Dialect.Anthropic => AnthropicReplyReader.Read(root),
        Dialect.Gemini => GeminiReplyReader.Read(root),
        Dialect.Bedrock => BedrockReplyReader.Read(root),
        _ => OpenAIChatReplyReader.Read(root),
    };

    // An answer may be empty, but the member that holds it is there.
    private static bool HasAnswer(Dialect upstream, JsonElement root) => upstream switch
    {
        Dialect.OpenAIResponses => root.Has("output"u8, out _),
        Dialect.Anthropic => root.Has("content"u8, out _),
        Dialect.Gemini => root.Has("candidates"u8, out _) || root.Has("promptFeedback"u8, out _),
        Dialect.Bedrock => root.Has("output"u8, out _),
        _ => root.Has("choices"u8, out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0,
    };

    // What points into the reply's JSON must not outlive it; no other dialect could write it.
    private static void Lost(ChatReply reply)
    {
        foreach (var opaque in reply.Parts.OfType<OpaquePart>())
        {
            reply.Losses.Dropped("content", $"a part of the type {opaque.Type}, which only its own dialect knows");
        }

        reply.Parts.RemoveAll(part => part is OpaquePart);
    }
}
