namespace Loadline.Core.Ledger.Features;

/// <summary>Reads what <see cref="RiceWriter"/> wrote; anything else ends in a <see cref="FormatException"/>.</summary>
internal ref struct RiceReader(ReadOnlySpan<byte> from)
{
    private readonly ReadOnlySpan<byte> _from = from;
    private int _at;
    private int _bit;

    /// <summary>Gets a value indicating whether everything was read.</summary>
    public readonly bool IsAtEnd => _at == _from.Length;

    public byte Byte() => _at < _from.Length ? _from[_at++] : throw Broken();

    public uint Number()
    {
        var value = 0u;
        for (var shift = 0; shift < 32; shift += 7)
        {
            var part = Byte();
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    /// <summary>Reads a set.</summary>
    /// <param name="most">The most buckets that it may have.</param>
    /// <param name="buckets">Their number, for the range.</param>
    public int[] Set(int most, int buckets)
    {
        var count = Number();
        if (count > most)
        {
            throw Broken();
        }

        var set = new int[count];
        var k = RiceCode.Parameter((int)Math.Max(1, count));
        var previous = -1L;
        for (var i = 0; i < set.Length; i++)
        {
            previous += 1 + Gap(k);
            set[i] = previous < buckets ? (int)previous : throw Broken();
        }

        if (_bit > 0)
        {
            _at++;
            _bit = 0;
        }

        return set;
    }

    private long Gap(int k)
    {
        var gap = 0L;
        while (Bit())
        {
            gap += 1L << k;
        }

        for (var i = 0; i < k; i++)
        {
            gap += Bit() ? 1L << i : 0;
        }

        return gap;
    }

    private bool Bit()
    {
        if (_at >= _from.Length)
        {
            throw Broken();
        }

        var bit = (_from[_at] >> _bit & 1) != 0;
        if (++_bit == 8)
        {
            _bit = 0;
            _at++;
        }

        return bit;
    }

    private static FormatException Broken() => new("The stored features are damaged.");
}
