using System.Buffers.Binary;
using Loadline.Core.Decisions;

namespace Loadline.Storage.Sqlite;

/// <summary>A decision's id as the database has it: 16 bytes, and a row number that its own time and chance give.</summary>
/// <remarks>
/// The row number is the id's 48 bits of milliseconds and the first 15 of its random bits. Rows so lie in the order of time, a range of time
/// is a range of rows, and an id finds its row, all without any index.
/// </remarks>
internal readonly record struct DecisionKey(UInt128 Id)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int RandomBits = 15;

    public long Row => (long)(Id >> (80 - RandomBits));

    /// <summary>Gets the first row that an id of a time can have.</summary>
    public static long FirstRow(DateTimeOffset time) => Math.Max(0, time.ToUnixTimeMilliseconds()) << RandomBits;

    /// <summary>Gets the first row of the millisecond that a row is of.</summary>
    public static long FirstRowBeside(long row) => row >> RandomBits << RandomBits;

    /// <summary>Gets the last row of the millisecond that a row is of.</summary>
    public static long LastRowBeside(long row) => row | ((1L << RandomBits) - 1);

    public static DateTimeOffset TimeOf(long row) => DateTimeOffset.FromUnixTimeMilliseconds(row >> RandomBits);

    public static bool TryParse(string text, out DecisionKey key)
    {
        key = default;
        if (text.Length != DecisionId.Length || text[0] > '7')
        {
            return false;
        }

        UInt128 id = 0;
        foreach (var c in text)
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            id = (id << 5) | (UInt128)digit;
        }

        key = new DecisionKey(id);
        return true;
    }

    /// <exception cref="FormatException">It is no decision's id.</exception>
    public static DecisionKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"'{text}' is no decision's id: those are 26 characters, as in x-loadline-decision.");

    public static DecisionKey Read(ReadOnlySpan<byte> blob) => new(BinaryPrimitives.ReadUInt128BigEndian(blob));

    public void Write(Span<byte> to) => BinaryPrimitives.WriteUInt128BigEndian(to, Id);

    public override string ToString() => string.Create(DecisionId.Length, Id, static (chars, rest) =>
    {
        for (var i = chars.Length - 1; i >= 0; i--)
        {
            chars[i] = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }
    });
}
