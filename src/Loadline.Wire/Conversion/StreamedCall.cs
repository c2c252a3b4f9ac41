using System.Buffers;

namespace Loadline.Wire.Conversion;

/// <summary>One tool call of a stream while its fragments come in.</summary>
internal sealed class StreamedCall(int number)
{
    private ArrayBufferWriter<byte>? _waiting;
    private JsonBalance _balance;

    /// <summary>Gets the call's number in the order of starts, which is the caller's number of it.</summary>
    public int Number { get; } = number;

    public byte[] Id { get; init; } = [];

    public byte[] Name { get; init; } = [];

    public byte[] Namespace { get; init; } = [];

    public byte[] Signature { get; init; } = [];

    public bool IsCustom { get; init; }

    public bool IsClosed { get; set; }

    /// <summary>Gets or sets a value indicating whether the upstream said that the call has ended.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Gets a value indicating whether nothing more of it is to come.</summary>
    public bool IsWhole => HasEnded || (!IsCustom && _balance.IsClosed);

    /// <summary>Gets the fragments that wait for another call to end.</summary>
    public ReadOnlySpan<byte> Waiting => _waiting is null ? default : _waiting.WrittenSpan;

    public void Note(ReadOnlySpan<byte> fragment) => _balance.Take(fragment);

    public void Wait(ReadOnlySpan<byte> fragment) => (_waiting ??= new ArrayBufferWriter<byte>()).Write(fragment);

    public void Sent() => _waiting = null;
}
