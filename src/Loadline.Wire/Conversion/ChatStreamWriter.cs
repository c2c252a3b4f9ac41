using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>Writes the events of a sequenced stream as one caller dialect's bytes.</summary>
internal abstract class ChatStreamWriter(ReplyContext context) : IChatEventSink, IDisposable
{
    private static readonly IBufferWriter<byte> Nowhere = new ArrayBufferWriter<byte>(1);

    private readonly Utf8JsonWriter _json = new(Nowhere, JsonOutput.Options);

    /// <summary>Gets or sets where the bytes go.</summary>
    public IBufferWriter<byte> Output { get; set; } = Nowhere;

    protected ReplyContext Context { get; } = context;

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <inheritdoc/>
    public abstract void Take(in ChatEvent e);

    /// <summary>Begins an event; the writer's object is open.</summary>
    protected Utf8JsonWriter Begin(ReadOnlySpan<byte> name)
    {
        if (!name.IsEmpty)
        {
            Output.Write("event: "u8);
            Output.Write(name);
            Output.Write("\n"u8);
        }

        Output.Write("data: "u8);
        _json.Reset(Output);
        _json.WriteStartObject();
        return _json;
    }

    /// <summary>Ends the event that <see cref="Begin"/> began.</summary>
    protected void Commit()
    {
        _json.WriteEndObject();
        _json.Flush();
        Output.Write("\n\n"u8);
    }

    protected static string ToText(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
