using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Loadline.Wire.OpenAI;

/// <summary>Errors as OpenAI's clients understand them.</summary>
public static class OpenAIErrors
{
    // Quotes and accents stay readable; the reply is JSON by its content type and is not put into a page.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Appends <c>{"error":{"message","type","param","code"}}</c>.</summary>
    /// <param name="output">Where the reply's body goes.</param>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="type">OpenAI's class of error, such as <c>invalid_request_error</c>.</param>
    /// <param name="param">The member at fault; <see langword="null"/> is written as null.</param>
    /// <param name="code">The short code; <see langword="null"/> is written as null.</param>
    public static void WriteEnvelope(IBufferWriter<byte> output, string message, string type, string? param, string? code)
    {
        using var json = new Utf8JsonWriter(output, WriterOptions);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, message);
        json.WriteString("type"u8, type);
        json.WriteString("param"u8, param);
        json.WriteString("code"u8, code);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Appends the envelope of a refused request.</summary>
    public static void WriteEnvelope(IBufferWriter<byte> output, in ScanResult refusal) =>
        WriteEnvelope(output, refusal.Message ?? string.Empty, "invalid_request_error", refusal.Param, refusal.Code);

    /// <summary>Appends the envelope as one event of a stream: how a stream that has begun reports its failure.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, string message, string type, string? param, string? code)
    {
        output.Write("data: "u8);
        WriteEnvelope(output, message, type, param, code);
        output.Write("\n\n"u8);
    }

    /// <summary>Reads an upstream's error body, whoever wrote it: JSON of any provider, cut short or not, HTML, plain text, nothing.</summary>
    public static UpstreamError Read(ReadOnlySpan<byte> body) => UpstreamErrorReader.Read(body);
}
