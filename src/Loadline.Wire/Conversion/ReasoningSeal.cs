using System.Text;

namespace Loadline.Wire.Conversion;

/// <summary>Marks reasoning that is shown to a caller in a dialect it was not made in, so that its return is recognised.</summary>
/// <remarks>
/// A signature or an encrypted thought is valid at its maker only. Callers echo what they got, so the mark travels in the field they
/// echo unread: <c>signature</c> (Anthropic), <c>encrypted_content</c> (Responses). Stateless: <c>ll1.{maker}.{payload}</c>, the payload of an
/// item with an id being <c>{id}~{data}</c>.
/// </remarks>
internal static class ReasoningSeal
{
    private const string Prefix = "ll1.";

    /// <summary>The mark as bytes, for scanners.</summary>
    public static ReadOnlySpan<byte> Mark => "ll1."u8;

    /// <summary>Wraps a payload, which may be empty.</summary>
    public static string Wrap(Dialect origin, string? payload) => $"{Prefix}{Letter(origin)}.{payload}";

    /// <summary>A payload that names its item.</summary>
    public static string? Join(string? id, string? data) => id is null || data is null ? data : id + "~" + data;

    /// <summary>Parts what <see cref="Join"/> joined.</summary>
    public static (string? Id, string Data) Split(string payload) =>
        payload.Split('~', 2) is [var id, var data] ? (id, data) : (null, payload);

    /// <summary>Tells whether a value is sealed, and by whom.</summary>
    public static bool TryUnwrap(string? value, out Dialect origin, out string payload)
    {
        origin = default;
        payload = string.Empty;
        if (value is null || value.Length < 6 || !value.StartsWith(Prefix, StringComparison.Ordinal) || value[5] != '.')
        {
            return false;
        }

        var letter = "corgb".IndexOf(value[4], StringComparison.Ordinal);
        payload = value[6..];
        origin = letter < 0 ? default : Origin(value[4]);
        return letter >= 0;
    }

    /// <summary>The seal in base64, for a dialect whose clients insist on bytes (Gemini).</summary>
    public static string WrapBytes(Dialect origin, string? payload) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Wrap(origin, payload)));

    /// <summary>Undoes <see cref="WrapBytes"/>; any other value stays as it is.</summary>
    public static string? FromBytes(string? value)
    {
        if (value is null || !value.StartsWith("bGwxL", StringComparison.Ordinal))
        {
            return value;
        }

        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length) && bytes.AsSpan(0, length).StartsWith(Mark)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : value;
    }

    private static char Letter(Dialect origin) => origin switch
    {
        Dialect.OpenAIResponses => 'o',
        Dialect.Anthropic => 'r',
        Dialect.Gemini => 'g',
        Dialect.Bedrock => 'b',
        _ => 'c',
    };

    private static Dialect Origin(char letter) => letter switch
    {
        'o' => Dialect.OpenAIResponses,
        'r' => Dialect.Anthropic,
        'g' => Dialect.Gemini,
        'b' => Dialect.Bedrock,
        _ => Dialect.OpenAIChat,
    };
}
