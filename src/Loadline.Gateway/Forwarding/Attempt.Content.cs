using System.Buffers;
using Loadline.Core.Ledger;

namespace Loadline.Gateway.Forwarding;

/// <content>The answer as it came, where the operator has asked to keep it.</content>
internal sealed partial class Attempt
{
    // What came of the stream so far; never made where content is not kept.
    private ArrayBufferWriter<byte>? _streamed;

    /// <summary>Gets what came of the answer, whole or streamed, as far as it is kept.</summary>
    public ReadOnlySpan<byte> Answer =>
        !_exchange.Context.Facts.Stream ? _reply.Span : _streamed is null ? default : _streamed.WrittenSpan;

    private void KeepStreamed(ReadOnlySpan<byte> bytes)
    {
        if (!_services.Memory.KeepsContent && !_exchange.IsAudited)
        {
            return;
        }

        _streamed ??= new ArrayBufferWriter<byte>();
        _streamed.Write(bytes[..Math.Min(bytes.Length, DecisionContent.MaxBytes - _streamed.WrittenCount)]);
    }
}
