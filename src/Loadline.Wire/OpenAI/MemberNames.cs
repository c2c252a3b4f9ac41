using System.Text.Json;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>A small set of member names, and the helpers that turn a reader's place into ranges.</summary>
internal sealed class MemberNames(params string[] names)
{
    private readonly byte[][] _names = [.. names.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>Gets one name of the set as text, for messages.</summary>
    public string this[int index] => names[index];

    /// <summary>Finds the property name the reader stands on; escapes in it are resolved, so <c>mod\u0065l</c> is <c>model</c>.</summary>
    /// <returns>Its index in the set; -1 where it is not ours.</returns>
    public int Find(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped)
        {
            return FindEscaped(ref json);
        }

        var name = json.ValueSpan;
        for (var i = 0; i < _names.Length; i++)
        {
            if (name.SequenceEqual(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private int FindEscaped(ref Utf8JsonReader json)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (json.ValueTextEquals(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether the value of an <c>error</c> member says that something went wrong; null, false and an empty string do not.</summary>
    public static bool IsError(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null or JsonTokenType.False => false,
        JsonTokenType.String => !json.ValueSpan.IsEmpty,
        _ => true,
    };

    /// <summary>The whole token the reader stands on, quotes included.</summary>
    public static ByteRange Token(ref Utf8JsonReader json) =>
        new((int)json.TokenStartIndex, (int)(json.BytesConsumed - json.TokenStartIndex));

    /// <summary>The content of the string the reader stands on, quotes excluded.</summary>
    public static ByteRange Content(ref Utf8JsonReader json) => new((int)json.TokenStartIndex + 1, json.ValueSpan.Length);

    /// <summary>The whole value the reader stands on, children included; the reader ends on its last token.</summary>
    public static ByteRange Value(ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return new ByteRange(start, (int)json.BytesConsumed - start);
    }
}
