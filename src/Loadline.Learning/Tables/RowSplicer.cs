using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Loadline.Learning.Tables;

/// <summary>Changes one text field of a row and leaves every other byte as it was.</summary>
internal static class RowSplicer
{
    /// <summary>Replaces a field's value, or adds the field in front.</summary>
    /// <param name="line">A row; well-formed.</param>
    /// <param name="name">The field.</param>
    /// <param name="value">Its new value.</param>
    /// <param name="output">Gets the new row.</param>
    public static void SetText(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, string value, IBufferWriter<byte> output)
    {
        var quoted = JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        var reader = new Utf8JsonReader(line);
        reader.Read();
        var afterBrace = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isField = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isField)
            {
                output.Write(line[..start]);
                WriteQuoted(output, quoted);
                output.Write(line[(int)reader.BytesConsumed..]);
                return;
            }
        }

        output.Write(line[..afterBrace]);
        WriteQuoted(output, name);
        output.Write(":"u8);
        WriteQuoted(output, quoted);
        output.Write(","u8);
        output.Write(line[afterBrace..]);
    }

    private static void WriteQuoted(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write("\""u8);
        output.Write(text);
        output.Write("\""u8);
    }
}
