namespace Loadline.Wire.Conversion;

/// <summary>Follows JSON text in fragments just far enough to tell when its outermost object or array is closed.</summary>
internal struct JsonBalance
{
    private int _depth;
    private bool _isInText;
    private bool _isEscaped;
    private bool _hasBegun;

    /// <summary>Gets a value indicating whether a whole object or array has come.</summary>
    public readonly bool IsClosed => _hasBegun && _depth == 0 && !_isInText;

    public void Take(ReadOnlySpan<byte> fragment)
    {
        foreach (var value in fragment)
        {
            if (_isInText)
            {
                InText(value);
                continue;
            }

            switch (value)
            {
                case (byte)'"':
                    _isInText = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _hasBegun = true;
                    _depth++;
                    break;
                case (byte)'}' or (byte)']':
                    _depth = Math.Max(0, _depth - 1);
                    break;
            }
        }
    }

    private void InText(byte value)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
        }
        else if (value == (byte)'\\')
        {
            _isEscaped = true;
        }
        else if (value == (byte)'"')
        {
            _isInText = false;
        }
    }
}
