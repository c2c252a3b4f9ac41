using System.Buffers;
using System.Text;

namespace Loadline.Wire.Conversion;

/// <summary>Holds the arguments of a free-text tool that was carried as a function, until its text can be taken out of them.</summary>
internal sealed class CustomInput
{
    private readonly ArrayBufferWriter<byte> _arguments = new();
    private bool _isCustom;
    private bool _isWrapped;

    /// <summary>Begins a call.</summary>
    /// <param name="isCustom">Whether the caller's tool takes free text.</param>
    /// <param name="isWrapped">Whether the upstream's arguments are JSON around that text.</param>
    public void Begin(bool isCustom, bool isWrapped)
    {
        _isCustom = isCustom;
        _isWrapped = isWrapped;
        _arguments.ResetWrittenCount();
    }

    /// <summary>Takes a fragment of a free-text call; <see langword="false"/>: an ordinary call, not ours.</summary>
    public bool Takes(ReadOnlySpan<byte> fragment)
    {
        if (_isCustom)
        {
            _arguments.Write(fragment);
        }

        return _isCustom;
    }

    /// <summary>Gives the text of the free-text call that ends, if it is one.</summary>
    public bool TryEnd(out byte[] input)
    {
        input = [];
        if (!_isCustom)
        {
            return false;
        }

        _isCustom = false;
        input = _isWrapped
            ? Encoding.UTF8.GetBytes(ToolArguments.Unwrap(Encoding.UTF8.GetString(_arguments.WrittenSpan)))
            : _arguments.WrittenSpan.ToArray();
        return true;
    }
}
