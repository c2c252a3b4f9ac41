using Loadline.Core.Ledger;

namespace Loadline.Gateway.Forwarding;

/// <content>Prompt and answer, where the operator has asked to keep them.</content>
internal sealed partial class Exchange
{
    private DecisionContent? Content() =>
        _services.Memory.KeepsContent ? new DecisionContent(Cut(_body.Bytes.Span), Cut(_attempt.Answer)) : null;

    private static byte[] Cut(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, DecisionContent.MaxBytes)].ToArray();
}
