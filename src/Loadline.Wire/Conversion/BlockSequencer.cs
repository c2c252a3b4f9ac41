using System.Buffers;
using Loadline.Core.Catalog;

namespace Loadline.Wire.Conversion;

/// <summary>Puts a stream's events in the order that every dialect can carry: one block open at a time, one start, one finish.</summary>
/// <remarks>
/// <para>Fragments of parallel calls that come interleaved wait until the open call is whole: until the upstream says so, or its JSON is closed
/// and something else begins. Text that comes in the middle of a call waits too. What waits is bounded.</para>
/// <para>The finish is held until the end, so that usage which comes after it is known; the stop reason follows the presence of calls,
/// whatever the upstream says. A stream that ends without a finish becomes an error.</para>
/// </remarks>
public sealed partial class BlockSequencer(IChatEventSink output) : IChatEventSink
{
    /// <summary>The most bytes that may wait: 16 MiB, as for one event.</summary>
    public const int MaxWaitingBytes = 16 * 1024 * 1024;

    /// <summary>The most bytes of one reply's text and arguments: 64 MiB; some dialects must repeat all of it at the end.</summary>
    public const int MaxReplyBytes = 64 * 1024 * 1024;

    private readonly List<StreamedCall> _calls = [];
    private readonly Dictionary<int, StreamedCall> _byIndex = [];
    private readonly ArrayBufferWriter<byte> _waitingText = new();
    private ChatEventKind _open = ChatEventKind.End;
    private StreamedCall? _openCall;
    private bool _hasStarted;
    private bool _isOver;
    private bool _isHeldTextVisible;
    private int _firstOpenable;
    private int _waitingBytes;
    private long _replyBytes;
    private byte[] _stopSequence = [];

    /// <summary>Gets a value indicating whether something visible has come: text, reasoning, a tool call, a refusal.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Gets the stop reason; <see cref="StopReason.None"/> until the upstream gave one.</summary>
    public StopReason Stop { get; private set; }

    /// <summary>Gets the billed tokens; <see langword="null"/> before any.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>Gets the error that ended the stream.</summary>
    public ChatError? Error { get; private set; }

    /// <summary>Gets a value indicating whether the end or an error was handed on: nothing follows.</summary>
    public bool IsOver => _isOver;

    /// <inheritdoc/>
    public void Take(in ChatEvent e)
    {
        if (_isOver)
        {
            // Some servers send usage after [DONE]'s worth of finish; it still counts for the bill.
            Usage = e.Kind == ChatEventKind.Usage ? e.Usage : Usage;
            return;
        }

        _replyBytes += e.Text.Length;
        if (_replyBytes > MaxReplyBytes)
        {
            Fail(Break("The upstream's reply is longer than any that is carried."));
            return;
        }

        switch (e.Kind)
        {
            case ChatEventKind.Start:
                Start(e);
                break;
            case ChatEventKind.Text or ChatEventKind.Refusal or ChatEventKind.Reasoning:
                Delta(e);
                break;
            case ChatEventKind.Signature or ChatEventKind.Encrypted:
                Sealed(e);
                break;
            case ChatEventKind.ToolStart:
                ToolStart(e);
                break;
            case ChatEventKind.Arguments:
                Arguments(e);
                break;
            case ChatEventKind.BlockEnd:
                BlockEnd(e);
                break;
            case ChatEventKind.Usage:
                Usage = e.Usage;
                break;
            case ChatEventKind.Finish:
                Stop = e.Stop == StopReason.None ? Stop : e.Stop;
                _stopSequence = e.Text.IsEmpty ? _stopSequence : e.Text.ToArray();
                break;
            case ChatEventKind.End:
                End();
                break;
            case ChatEventKind.Error:
                Fail(e.Error ?? new ChatError(ErrorKind.Server, 502, "The upstream reported an error in its stream."));
                break;
            case ChatEventKind.Ping:
                output.Take(e);
                break;
        }
    }

    /// <summary>Says that the upstream closed the stream: a clean end where a finish had come, an error otherwise.</summary>
    public void Complete()
    {
        if (_isOver)
        {
            return;
        }

        if (Stop != StopReason.None)
        {
            End();
            return;
        }

        Fail(Break("The upstream's stream ended before the reply was finished."));
    }

    /// <summary>Ends the stream with an error, once.</summary>
    public void Fail(ChatError error)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        Error = error;
        output.Take(new ChatEvent(ChatEventKind.Error) { Error = error });
    }

    private void Start(in ChatEvent e)
    {
        if (!_hasStarted)
        {
            _hasStarted = true;
            output.Take(e);
        }
    }

    private void EnsureStarted()
    {
        if (!_hasStarted)
        {
            Start(new ChatEvent(ChatEventKind.Start));
        }
    }

    private void Delta(in ChatEvent e)
    {
        if (e.Text.IsEmpty)
        {
            return;
        }

        EnsureStarted();
        HasContent = true;
        if (TryOpenText(e.Kind, e.Origin))
        {
            output.Take(e);
        }
        else
        {
            Hold(e);
        }
    }

    // Reasoning in the middle of a call is not worth waiting for; text is.
    private void Hold(in ChatEvent e)
    {
        if (e.Kind != ChatEventKind.Reasoning && Reserve(e.Text.Length))
        {
            _isHeldTextVisible |= e.Kind == ChatEventKind.Text;
            _waitingText.Write(e.Text);
        }
    }

    private bool TryOpenText(ChatEventKind kind, Dialect origin)
    {
        if (_open == kind)
        {
            return true;
        }

        if (!Clear())
        {
            return false;
        }

        _open = kind;
        var start = kind switch
        {
            ChatEventKind.Text => ChatEventKind.TextStart,
            ChatEventKind.Refusal => ChatEventKind.RefusalStart,
            _ => ChatEventKind.ReasoningStart,
        };
        output.Take(new ChatEvent(start) { Origin = origin });
        return true;
    }

    private void Sealed(in ChatEvent e)
    {
        EnsureStarted();
        if (e.Kind == ChatEventKind.Encrypted)
        {
            if (Clear())
            {
                output.Take(e);
            }
        }
        else if (!e.Text.IsEmpty && TryOpenText(ChatEventKind.Reasoning, e.Origin))
        {
            output.Take(e);
        }
    }

    // Closes the open block, then all that waited behind it: text first, calls in the order of their starts.
    // False where a call that is not whole stays open; with force nothing does.
    private bool Clear(bool force = false)
    {
        if (_openCall is { IsWhole: false } && !force)
        {
            return false;
        }

        var wasCall = _openCall is not null;
        CloseOne();
        if (wasCall)
        {
            ReleaseText();
        }

        while (NextCall() is { } next)
        {
            OpenCall(next);
            if (!next.IsWhole && !force)
            {
                return false;
            }

            CloseOne();
        }

        return true;
    }

    private void CloseOne()
    {
        if (_open == ChatEventKind.End)
        {
            return;
        }

        var index = -1;
        if (_openCall is { } call)
        {
            call.IsClosed = true;
            index = call.Number;
        }

        _openCall = null;
        _open = ChatEventKind.End;
        output.Take(new ChatEvent(ChatEventKind.BlockEnd) { Index = index });
    }

    private void ReleaseText()
    {
        if (_waitingText.WrittenCount == 0)
        {
            return;
        }

        var kind = _isHeldTextVisible ? ChatEventKind.Text : ChatEventKind.Refusal;
        output.Take(new ChatEvent(_isHeldTextVisible ? ChatEventKind.TextStart : ChatEventKind.RefusalStart));
        output.Take(new ChatEvent(kind) { Text = _waitingText.WrittenSpan });
        output.Take(new ChatEvent(ChatEventKind.BlockEnd) { Index = -1 });
        _waitingText.ResetWrittenCount();
    }

    private bool Reserve(int bytes)
    {
        _waitingBytes += bytes;
        if (_waitingBytes <= MaxWaitingBytes)
        {
            return true;
        }

        Fail(Break("The upstream interleaves more tool-call arguments than can be held."));
        return false;
    }

    private static ChatError Break(string message) => new(ErrorKind.Server, 502, message) { IsBreak = true };

    private void End()
    {
        if (Stop == StopReason.None && !HasContent)
        {
            // An end alone is no answer.
            Fail(Break("The upstream's stream ended without an answer."));
            return;
        }

        EnsureStarted();
        Clear(force: true);
        if (Stop == StopReason.Error)
        {
            Fail(new ChatError(ErrorKind.Server, 502, "The upstream's model ended its reply with an error or malformed output."));
            return;
        }

        _isOver = true;
        Stop = Derive(Stop, _calls.Count > 0);
        output.Take(new ChatEvent(ChatEventKind.Finish) { Stop = Stop, Usage = Usage ?? default, Text = _stopSequence });
        output.Take(new ChatEvent(ChatEventKind.End));
    }

    /// <summary>The stop reason that fits what came: calls make it <see cref="StopReason.ToolCalls"/>, their absence unmakes it.</summary>
    public static StopReason Derive(StopReason stop, bool hasCalls) => stop switch
    {
        StopReason.EndTurn or StopReason.None or StopReason.ToolCalls => hasCalls ? StopReason.ToolCalls : StopReason.EndTurn,
        _ => stop,
    };
}
