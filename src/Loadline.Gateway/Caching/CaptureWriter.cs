using System.Buffers;

namespace Loadline.Gateway.Caching;

/// <summary>Passes bytes on to a caller and keeps a copy, as far as that fits.</summary>
internal sealed class CaptureWriter(int mostBytes) : IBufferWriter<byte>
{
    private readonly ArrayBufferWriter<byte> _copy = new();
    private IBufferWriter<byte> _target = null!;
    private Memory<byte> _lent;

    /// <summary>Gets the copy; <see langword="null"/> where there was too much for one.</summary>
    public ReadOnlyMemory<byte>? Copy => IsWhole ? _copy.WrittenMemory : null;

    private bool IsWhole { get; set; } = true;

    /// <summary>Sets where bytes go on to.</summary>
    public CaptureWriter To(IBufferWriter<byte> target)
    {
        _target = target;
        return this;
    }

    /// <summary>Keeps bytes that went to the caller by another way.</summary>
    public void Keep(ReadOnlySpan<byte> bytes)
    {
        IsWhole &= _copy.WrittenCount + bytes.Length <= mostBytes;
        if (IsWhole)
        {
            _copy.Write(bytes);
        }
    }

    public void Advance(int count)
    {
        Keep(_lent.Span[..count]);
        _lent = default;
        _target.Advance(count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _lent = _target.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
