using System.Buffers;
using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>Errors as the callers of each dialect understand them.</summary>
public static class DialectErrors
{
    /// <summary>Appends the body of an error reply; its status is <see cref="ChatError.Status"/>, <c>529</c> for overload in Anthropic's dialect.</summary>
    public static void Write(Dialect caller, ChatError error, IBufferWriter<byte> output, string? requestId = null)
    {
        using var json = JsonOutput.Writer(output);
        json.WriteStartObject();
        switch (caller)
        {
            case Dialect.Anthropic:
                Anthropic(json, error, requestId);
                break;
            case Dialect.Gemini:
                Gemini(json, error);
                break;
            default:
                OpenAI(json, error);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Appends the error as one event of a stream that has begun.</summary>
    /// <param name="caller">Whose dialect.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="output">Where the stream's bytes go.</param>
    /// <param name="sequence">The Responses dialect's number of the event.</param>
    public static void WriteEvent(Dialect caller, ChatError error, IBufferWriter<byte> output, int sequence = 0)
    {
        if (caller is Dialect.Anthropic or Dialect.OpenAIResponses)
        {
            output.Write("event: error\n"u8);
        }

        output.Write("data: "u8);
        if (caller == Dialect.OpenAIResponses)
        {
            ResponsesEvent(error, output, sequence);
        }
        else
        {
            Write(caller, error, output);
        }

        output.Write("\n\n"u8);
    }

    /// <summary>The HTTP status a caller of the dialect expects for the error.</summary>
    public static int Status(Dialect caller, ChatError error) =>
        caller == Dialect.Anthropic && error.Kind == ErrorKind.Overloaded ? 529
        : caller != Dialect.Anthropic && error.Status == 529 ? 503
        : error.Status;

    private static void OpenAI(Utf8JsonWriter json, ChatError error)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, ErrorWords.OpenAIType(error));
        json.WriteString("param"u8, error.Param);
        json.WriteString("code"u8, ErrorWords.OpenAICode(error));
        json.WriteEndObject();
    }

    private static void Anthropic(Utf8JsonWriter json, ChatError error, string? requestId)
    {
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, ErrorWords.AnthropicType(error));
        json.WriteString("message"u8, ErrorWords.AnthropicMessage(error));
        json.WriteEndObject();
        json.Text("request_id"u8, requestId);
    }

    private static void Gemini(Utf8JsonWriter json, ChatError error)
    {
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, error.Status);
        json.WriteString("message"u8, error.Message);
        json.WriteString("status"u8, ErrorWords.GeminiStatus(error));
        if (error.RetryAfter is { } wait)
        {
            json.WriteStartArray("details"u8);
            json.WriteStartObject();
            json.WriteString("@type"u8, "type.googleapis.com/google.rpc.RetryInfo"u8);
            json.WriteString("retryDelay"u8, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.###}s"));
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void ResponsesEvent(ChatError error, IBufferWriter<byte> output, int sequence)
    {
        using var json = JsonOutput.Writer(output);
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteString("code"u8, ErrorWords.OpenAICode(error) ?? ErrorWords.OpenAIType(error));
        json.WriteString("message"u8, error.Message);
        json.WriteString("param"u8, error.Param);
        json.WriteNumber("sequence_number"u8, sequence);
        json.WriteEndObject();
    }
}
