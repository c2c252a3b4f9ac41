using System.Buffers;
using System.Text;

namespace Loadline.Wire.Conversion;

/// <summary>Collects a sequenced stream into a whole reply.</summary>
public sealed class ReplyBuilder : IChatEventSink
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private ChatEventKind _open;
    private ToolCallPart? _call;
    private string? _signature;
    private Dialect _origin;

    /// <summary>Gets the reply as far as it has come.</summary>
    public ChatReply Reply { get; } = new();

    /// <summary>Gets a value indicating whether the end has come.</summary>
    public bool IsComplete { get; private set; }

    /// <inheritdoc/>
    public void Take(in ChatEvent e)
    {
        switch (e.Kind)
        {
            case ChatEventKind.Start:
                Reply.Id = Encoding.UTF8.GetString(e.Id);
                Reply.Model = Encoding.UTF8.GetString(e.Name);
                break;
            case ChatEventKind.TextStart or ChatEventKind.RefusalStart or ChatEventKind.ReasoningStart or ChatEventKind.ToolStart:
                Open(e);
                break;
            case ChatEventKind.Text or ChatEventKind.Refusal or ChatEventKind.Reasoning or ChatEventKind.Arguments:
                _text.Write(e.Text);
                break;
            case ChatEventKind.Signature:
                _signature += Encoding.UTF8.GetString(e.Text);
                break;
            case ChatEventKind.Encrypted:
                Reply.Parts.Add(new ReasoningPart(string.Empty, e.Origin) { Encrypted = Encoding.UTF8.GetString(e.Text), Id = Id(e) });
                break;
            case ChatEventKind.BlockEnd:
                Close();
                break;
            case ChatEventKind.Finish:
                Finish(e);
                break;
            case ChatEventKind.Error:
                Reply.Error = e.Error;
                break;
            case ChatEventKind.End:
                IsComplete = true;
                break;
        }
    }

    private static string? Id(in ChatEvent e) => e.Id.IsEmpty ? null : Encoding.UTF8.GetString(e.Id);

    private void Open(in ChatEvent e)
    {
        _open = e.Kind;
        _origin = e.Origin;
        _signature = null;
        _text.ResetWrittenCount();
        if (e.Kind == ChatEventKind.ToolStart)
        {
            _call = new ToolCallPart(Encoding.UTF8.GetString(e.Id), Encoding.UTF8.GetString(e.Name), string.Empty)
            {
                IsCustom = e.IsCustom,
                Namespace = e.Namespace.IsEmpty ? null : Encoding.UTF8.GetString(e.Namespace),
                Signature = e.Signature.IsEmpty ? null : Encoding.UTF8.GetString(e.Signature),
            };
        }
    }

    private void Close()
    {
        var text = Encoding.UTF8.GetString(_text.WrittenSpan);
        Reply.Parts.Add(_open switch
        {
            ChatEventKind.TextStart => new TextPart(text),
            ChatEventKind.RefusalStart => new RefusalPart(text),
            ChatEventKind.ToolStart => _call! with { Arguments = text },
            _ => new ReasoningPart(text, _origin) { Signature = _signature },
        });
    }

    private void Finish(in ChatEvent e)
    {
        Reply.Stop = e.Stop;
        Reply.StopSequence = e.Text.IsEmpty ? null : Encoding.UTF8.GetString(e.Text);
        Reply.Usage = e.Usage == default ? null : e.Usage;
    }
}
