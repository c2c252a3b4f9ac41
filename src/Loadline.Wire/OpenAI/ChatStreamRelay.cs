using System.Buffers;
using Loadline.Core.Catalog;
using Loadline.Core.Facts;
using Loadline.Wire.Conversion;
using Loadline.Wire.Sse;

namespace Loadline.Wire.OpenAI;

/// <summary>Carries a chat stream from upstream to caller event by event, and reads on the way what the gateway must know.</summary>
/// <remarks>
/// <para>Pure: bytes in, bytes out, no I/O. Events pass byte for byte, comments and unknown members included. Where the caller did not
/// ask for usage, the usage-only chunk is dropped and the top-level <c>usage</c> member is cut from the others; vendor members such as
/// <c>x_groq</c> stay.</para>
/// <para>Reusable after <see cref="Reset"/>; one stream at a time; not thread-safe.</para>
/// </remarks>
public sealed class ChatStreamRelay : ReplyFlow
{
    // Servers that name a model do so in the first chunk; a few chunks on, looking for it is a waste.
    private const int ModelChunks = 4;

    private readonly SseReader _reader;
    private readonly byte[] _model = new byte[256];
    private readonly byte[] _finishReason = new byte[32];
    private int _modelLength;
    private int _finishReasonLength;
    private int _chunks;
    private bool _showUsage;
    private bool _hasContent;
    private TokenUsage? _usage;

    /// <param name="maxEventBytes">The most bytes one event may have.</param>
    public ChatStreamRelay(int maxEventBytes = SseReader.DefaultMaxEventBytes) => _reader = new SseReader(maxEventBytes);

    /// <summary>Gets the billed tokens; the last figures the stream gave, <see langword="null"/> before any.</summary>
    public override TokenUsage? Usage => _usage;

    /// <summary>Gets a value indicating whether something visible has come: text, reasoning, a tool call, a refusal, a finish.</summary>
    public override bool HasContent => _hasContent || (HasFinishReason && !HasError);

    /// <summary>Gets a value indicating whether what came first is a refusal: the model's own, not a filter's.</summary>
    public bool HasRefusal { get; private set; }

    /// <summary>Gets a value indicating whether a chunk has named a finish reason.</summary>
    public bool HasFinishReason => _finishReasonLength > 0;

    /// <summary>Gets the last finish reason, at most 32 bytes of it.</summary>
    public ReadOnlySpan<byte> FinishReason => _finishReason.AsSpan(0, _finishReasonLength);

    /// <summary>Gets a value indicating whether the stream's own end, <c>[DONE]</c>, has come.</summary>
    public bool SawDone { get; private set; }

    /// <summary>Gets a value indicating whether the upstream reported an error inside the stream.</summary>
    public bool HasError => Error is not null;

    /// <summary>Gets the first error the upstream reported inside the stream.</summary>
    public UpstreamError? Error { get; private set; }

    /// <inheritdoc/>
    public override ChatError? Failure => Error is { } error ? new ChatError(ErrorKind.Other, 502, error.Message) { Type = error.Type, Code = error.Code } : null;

    /// <inheritdoc/>
    public override bool IsOver => SawDone;

    /// <summary>Gets a value indicating whether the answer is whole: a finish reason or <c>[DONE]</c> has come.</summary>
    public override bool IsComplete => HasFinishReason || SawDone;

    /// <summary>Gets the upstream's own name of the model, at most 256 bytes of it; empty where it gives none.</summary>
    public ReadOnlySpan<byte> Model => _model.AsSpan(0, _modelLength);

    /// <summary>Gets a value indicating whether the output ends inside an event: a blank line must come before any other.</summary>
    public bool EndsMidEvent { get; private set; }

    /// <summary>Begins a new stream.</summary>
    /// <param name="showUsage">Whether the caller asked for usage.</param>
    public void Reset(bool showUsage)
    {
        _reader.Reset();
        _showUsage = showUsage;
        _modelLength = _finishReasonLength = _chunks = 0;
        _hasContent = HasRefusal = SawDone = EndsMidEvent = false;
        _usage = null;
        Error = null;
    }

    /// <summary>Takes bytes from the upstream and appends what the caller must see; an event that has not ended waits.</summary>
    /// <returns><see langword="false"/> where an event is larger than the bound: the stream cannot be carried on.</returns>
    public override bool Push(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        _reader.Append(bytes);
        while (_reader.TryRead(out var sse))
        {
            Relay(sse, output);
        }

        return !_reader.IsTooLarge;
    }

    /// <summary>Says that the upstream ended the stream in good order; what was left of it is passed on.</summary>
    /// <remarks>Not to be called where the connection broke: half an event is of no use to the caller.</remarks>
    public override void Complete(IBufferWriter<byte> output)
    {
        _reader.Complete();
        while (_reader.TryRead(out var sse))
        {
            EndsMidEvent = !sse.IsTerminated;
            Relay(sse, output);
        }
    }

    /// <inheritdoc/>
    public override void Fail(ChatError error, IBufferWriter<byte> output)
    {
        if (HasError)
        {
            return;
        }

        if (EndsMidEvent)
        {
            output.Write("\n\n"u8);
        }

        DialectErrors.WriteEvent(Dialect.OpenAIChat, error, output);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        base.Dispose(disposing);
    }

    private void Relay(in SseEvent sse, IBufferWriter<byte> output)
    {
        var data = sse.Data;
        if (sse.DataLines == 0)
        {
            output.Write(sse.Raw);
            return;
        }

        if (data.Length == 6 && data.SequenceEqual("[DONE]"u8))
        {
            SawDone = true;
            output.Write(sse.Raw);
            return;
        }

        var usageAt = data.IndexOf("\"usage\""u8);
        if (MustRead(sse))
        {
            RelayRead(sse, output);
        }
        else if (usageAt < 0)
        {
            output.Write(sse.Raw);
        }
        else if (ChunkText.TryFindNullUsage(data, usageAt, out var member))
        {
            RelayWithout(_showUsage ? default : member, sse, output);
        }
        else
        {
            RelayRead(sse, output);
        }
    }

    private bool MustRead(in SseEvent sse) =>
        !_hasContent
        || (_modelLength == 0 && _chunks < ModelChunks)
        || !sse.Name.IsEmpty
        || !ChunkText.IsUnfinished(sse.Data)
        || sse.Data.IndexOf("\"error\""u8) >= 0;

    private void RelayRead(in SseEvent sse, IBufferWriter<byte> output)
    {
        _chunks++;
        var isNamedError = sse.Name.SequenceEqual("error"u8);
        if (!ChunkReader.TryRead(sse.Data, out var chunk))
        {
            Error ??= isNamedError ? OpenAIErrors.Read(sse.Data) : null;
            output.Write(sse.Raw);
            return;
        }

        if (chunk.HasError || isNamedError)
        {
            Error ??= OpenAIErrors.Read(chunk.NestedError.IsMissing ? sse.Data : chunk.NestedError.In(sse.Data));
        }

        Note(sse.Data, chunk);
        var isUsageOnly = chunk.HasTopLevelUsage && !chunk.HasChoices && !chunk.HasError;
        if (_showUsage)
        {
            output.Write(sse.Raw);
        }
        else if (isUsageOnly)
        {
            EndsMidEvent = false;
        }
        else
        {
            RelayWithout(chunk.UsageMember, sse, output);
        }
    }

    private void Note(ReadOnlySpan<byte> data, in ChunkFacts chunk)
    {
        _usage = chunk.Usage ?? _usage;
        HasRefusal |= chunk.HasRefusal && !HasContent;
        _hasContent |= chunk.HasContent || (!chunk.FinishReason.IsMissing && !HasError);
        if (!chunk.FinishReason.IsMissing)
        {
            _finishReasonLength = CopyClipped(chunk.FinishReason.In(data), _finishReason);
        }

        if (_modelLength == 0 && !chunk.Model.IsMissing)
        {
            _modelLength = CopyClipped(chunk.Model.In(data), _model);
        }
    }

    private static int CopyClipped(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var length = Math.Min(from.Length, to.Length);
        from[..length].CopyTo(to);
        return length;
    }

    private static void RelayWithout(ByteRange member, in SseEvent sse, IBufferWriter<byte> output)
    {
        if (member.IsMissing)
        {
            output.Write(sse.Raw);
            return;
        }

        var cut = ChunkText.WithComma(sse.Data, member);
        if (sse.DataOffset < 0)
        {
            RewriteWithout(cut, sse, output);
            return;
        }

        output.Write(sse.Raw[..(sse.DataOffset + cut.Start)]);
        output.Write(sse.Raw[(sse.DataOffset + cut.End)..]);
    }

    // Data over several lines: the member may span them, so the event is written anew. Line feeds between JSON tokens are only white space.
    private static void RewriteWithout(ByteRange cut, in SseEvent sse, IBufferWriter<byte> output)
    {
        if (!sse.Name.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(sse.Name);
            output.Write("\n"u8);
        }

        output.Write("data: "u8);
        WriteOnOneLine(sse.Data[..cut.Start], output);
        WriteOnOneLine(sse.Data[cut.End..], output);
        output.Write("\n\n"u8);
    }

    private static void WriteOnOneLine(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        data.Replace(output.GetSpan(data.Length)[..data.Length], (byte)'\n', (byte)' ');
        output.Advance(data.Length);
    }
}
