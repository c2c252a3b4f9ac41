using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Requests;

/// <summary>A request as the Chat Completions body that a gateway would have got, so that both see the same facts. Pooled with its exchange.</summary>
/// <remarks>Allocates nothing for text once it has grown to the size of the largest request.</remarks>
internal sealed class ChatBody : IDisposable
{
    /// <summary>The model asked for where nobody named one.</summary>
    public const string DefaultModel = "auto";

    // What one extraordinary request may leave behind.
    private const int MostKept = 1024 * 1024;

    // Letters of every script stay as they are: that is how most clients write them, and tokens are counted from it.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _buffer = new(4096);

    public ChatBody() => _json = new Utf8JsonWriter(_buffer, Options);

    /// <summary>Writes the body.</summary>
    /// <param name="model">The model or route asked for.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="stream">Whether a stream is asked for.</param>
    /// <param name="withData">Whether media are written whole; routing only needs to know that they are there.</param>
    /// <returns>Valid until the next request.</returns>
    public ReadOnlyMemory<byte> Write(string model, IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool stream, bool withData = false)
    {
        if (_buffer.Capacity > MostKept)
        {
            _buffer = new ArrayBufferWriter<byte>(4096);
        }

        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteString("model"u8, model);
        _json.WriteStartArray("messages"u8);
        MessageBody.Write(_json, messages, options?.Instructions, withData);
        _json.WriteEndArray();
        OptionBody.Write(_json, options);
        if (stream)
        {
            _json.WriteBoolean("stream"u8, true);
            _json.WriteStartObject("stream_options"u8);
            _json.WriteBoolean("include_usage"u8, true);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    public void Dispose() => _json.Dispose();
}
