namespace Loadline.Core.Ledger;

/// <summary>What was asked and answered, kept only with <c>storage.content: on</c>.</summary>
/// <param name="Request">The request body as it came, cut at <see cref="MaxBytes"/>.</param>
/// <param name="Answer">The answer as the caller got it (JSON, or the events of a stream), cut at <see cref="MaxBytes"/>; empty where there was none.</param>
public sealed record DecisionContent(ReadOnlyMemory<byte> Request, ReadOnlyMemory<byte> Answer)
{
    /// <summary>The most bytes kept of each side: 256 KiB.</summary>
    public const int MaxBytes = 256 * 1024;
}
