namespace Loadline.Wire.Conversion;

/// <summary>Tool calls: which is open, which wait.</summary>
public sealed partial class BlockSequencer
{
    private void ToolStart(in ChatEvent e)
    {
        EnsureStarted();
        HasContent = true;
        if (Find(e.Index) is not null)
        {
            return;
        }

        var call = new StreamedCall(_calls.Count)
        {
            Id = e.Id.ToArray(),
            Name = e.Name.ToArray(),
            Namespace = e.Namespace.ToArray(),
            Signature = e.Signature.ToArray(),
            IsCustom = e.IsCustom,
        };
        var isFree = Clear();
        _calls.Add(call);
        _byIndex[e.Index] = call;
        if (isFree)
        {
            OpenCall(call);
        }
    }

    private void OpenCall(StreamedCall call)
    {
        _open = ChatEventKind.ToolStart;
        _openCall = call;
        output.Take(new ChatEvent(ChatEventKind.ToolStart)
        {
            Index = call.Number,
            Id = call.Id,
            Name = call.Name,
            Namespace = call.Namespace,
            Signature = call.Signature,
            IsCustom = call.IsCustom,
        });
        if (!call.Waiting.IsEmpty)
        {
            Send(call, call.Waiting);
            call.Sent();
        }
    }

    private void Arguments(in ChatEvent e)
    {
        if (Find(e.Index) is not { IsClosed: false } call || e.Text.IsEmpty)
        {
            return;
        }

        call.Note(e.Text);
        if (call == _openCall)
        {
            Send(call, e.Text);
        }
        else if (Reserve(e.Text.Length))
        {
            call.Wait(e.Text);
        }
    }

    private void Send(StreamedCall call, ReadOnlySpan<byte> fragment) =>
        output.Take(new ChatEvent(ChatEventKind.Arguments) { Index = call.Number, Text = fragment });

    private void BlockEnd(in ChatEvent e)
    {
        if (e.Index >= 0 && Find(e.Index) is { } call)
        {
            call.HasEnded = true;
            if (call == _openCall)
            {
                Clear();
            }
        }
        else if (e.Index < 0 && _openCall is null)
        {
            CloseOne();
        }
    }

    private StreamedCall? Find(int index) => _byIndex.GetValueOrDefault(index);

    private StreamedCall? NextCall()
    {
        while (_firstOpenable < _calls.Count && _calls[_firstOpenable].IsClosed)
        {
            _firstOpenable++;
        }

        return _firstOpenable < _calls.Count ? _calls[_firstOpenable] : null;
    }
}
