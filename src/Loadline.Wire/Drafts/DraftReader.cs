using System.Text;
using Loadline.Core.Cascades;
using Loadline.Wire.Conversion;
using Loadline.Wire.Sse;

namespace Loadline.Wire.Drafts;

/// <summary>Reads a reply that is held back into what checks look at, whatever dialect the upstream speaks.</summary>
/// <remarks>For one stream; a whole reply needs no reader of its own (<see cref="ReadWhole"/>). Not thread-safe.</remarks>
public sealed class DraftReader : IChatEventSink, IDisposable
{
    private readonly DraftAnswer _draft;
    private readonly ChatStreamReader _reader;
    private readonly SseReader? _logprobs;

    /// <param name="upstream">What the upstream speaks.</param>
    /// <param name="draft">What is read goes here.</param>
    /// <param name="needs">Log-probabilities are only looked for where they are needed.</param>
    public DraftReader(Dialect upstream, DraftAnswer draft, DraftNeeds needs)
    {
        _draft = draft;
        _reader = ChatConversion.CreateReader(upstream);
        _logprobs = (needs & DraftNeeds.Logprobs) != 0 && upstream != Dialect.Bedrock ? new SseReader() : null;
    }

    /// <summary>Reads a reply that was not streamed.</summary>
    public static void ReadWhole(Dialect upstream, ReadOnlyMemory<byte> reply, DraftAnswer draft, DraftNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(draft);
        draft.IsWhole = true;
        if (!ChatConversion.TryReadReply(upstream, reply, out var read))
        {
            return;
        }

        foreach (var part in read.Parts)
        {
            draft.Append(part is TextPart text ? text.Text : part is RefusalPart refusal ? refusal.Text : "");
        }

        draft.StopReason = Word(read.Stop);
        if ((needs & DraftNeeds.Logprobs) != 0)
        {
            LogprobScanner.Scan(reply.Span, draft.Logprobs);
        }
    }

    /// <summary>Takes the upstream's bytes.</summary>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        _reader.Push(bytes, this);
        if (_logprobs is null)
        {
            return;
        }

        _logprobs.Append(bytes);
        while (_logprobs.TryRead(out var sse))
        {
            LogprobScanner.Scan(sse.Data, _draft.Logprobs);
        }
    }

    /// <inheritdoc/>
    public void Take(in ChatEvent e)
    {
        switch (e.Kind)
        {
            case ChatEventKind.Text or ChatEventKind.Refusal:
                _draft.Append(Encoding.UTF8.GetString(e.Text));
                break;
            case ChatEventKind.Finish:
                _draft.StopReason = Word(e.Stop);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _logprobs?.Dispose();
    }

    private static string? Word(StopReason stop) => stop switch
    {
        StopReason.None => null,
        StopReason.MaxTokens or StopReason.ContextWindow => "length",
        StopReason.ToolCalls => "tool_calls",
        StopReason.ContentFilter => "content_filter",
        StopReason.Error => "error",
        StopReason.Pause => "pause",
        _ => "stop",
    };
}
