using System.Text.Json;
using Loadline.Wire.OpenAI;
using Loadline.Wire.Sse;

namespace Loadline.Wire.Conversion;

/// <summary>A reader over server-sent events whose data is JSON.</summary>
internal abstract class SseChatStreamReader(int maxEventBytes) : ChatStreamReader
{
    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = ScanErrors.MaxDepth };

    private readonly SseReader _events = new(maxEventBytes);

    /// <summary>Gets the texts of the event being read.</summary>
    protected EventText Text { get; } = new();

    public override bool Push(ReadOnlySpan<byte> bytes, IChatEventSink sink)
    {
        _events.Append(bytes);
        while (_events.TryRead(out var sse))
        {
            Read(sse, sink);
        }

        return !_events.IsTooLarge;
    }

    public override void Complete(IChatEventSink sink)
    {
        _events.Complete();
        while (_events.TryRead(out var sse))
        {
            Read(sse, sink);
        }

        Ended(sink);
    }

    /// <summary>Takes one event's JSON object.</summary>
    protected abstract void Event(ReadOnlySpan<byte> name, JsonElement data, IChatEventSink sink);

    /// <summary>The upstream closed the stream.</summary>
    protected virtual void Ended(IChatEventSink sink)
    {
    }

    protected override void Dispose(bool disposing)
    {
        _events.Dispose();
        base.Dispose(disposing);
    }

    private void Read(in SseEvent sse, IChatEventSink sink)
    {
        if (sse.DataLines == 0)
        {
            sink.Take(new ChatEvent(ChatEventKind.Ping));
            return;
        }

        var data = sse.Data.Trim(" \t\r\n"u8);
        if (data.SequenceEqual("[DONE]"u8))
        {
            sink.Take(new ChatEvent(ChatEventKind.End));
            return;
        }

        if (!TryParse(data, out var document))
        {
            if (sse.Name.SequenceEqual("error"u8))
            {
                sink.Take(new ChatEvent(ChatEventKind.Error) { Error = ErrorReader.Read(data, 0) });
            }

            return;
        }

        using (document)
        {
            Text.Clear();
            Event(sse.Name, document.RootElement, sink);
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> data, out JsonDocument document)
    {
        document = null!;
        if (data.IsEmpty || data[0] != (byte)'{')
        {
            return false;
        }

        var reader = new Utf8JsonReader(MendedJson.Mend(data) ?? data, JsonOptions);
        try
        {
            document = JsonDocument.ParseValue(ref reader);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
