using System.Buffers;
using Loadline.Core.Ledger;

namespace Loadline.Gateway.Forwarding;

/// <content>Prompt and answer, where the operator has asked to keep them.</content>
internal sealed partial class Exchange
{
    // What came of the stream so far; never made where content is not kept.
    private ArrayBufferWriter<byte>? _streamed;

    private void ForgetContent() => _streamed?.ResetWrittenCount();

    private void KeepStreamed(ReadOnlySpan<byte> bytes)
    {
        if (!_services.Memory.KeepsContent)
        {
            return;
        }

        _streamed ??= new ArrayBufferWriter<byte>();
        _streamed.Write(bytes[..Math.Min(bytes.Length, DecisionContent.MaxBytes - _streamed.WrittenCount)]);
    }

    private DecisionContent? Content()
    {
        if (!_services.Memory.KeepsContent)
        {
            return null;
        }

        var answer = !_context.Facts.Stream ? _reply.Span : _streamed is null ? default : _streamed.WrittenSpan;
        return new DecisionContent(Cut(_body.Bytes.Span), Cut(answer));
    }

    private static byte[] Cut(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, DecisionContent.MaxBytes)].ToArray();
}
