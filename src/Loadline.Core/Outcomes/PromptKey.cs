using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Loadline.Core.Outcomes;

/// <summary>Tells whether two rows ask the same thing: a 128-bit digest of the prompt, normalised.</summary>
/// <remarks>
/// Normalised: lower case (invariant), runs of white space one blank, none at the ends. A conversation of one user message is its
/// prompt; a longer one is its messages' roles and texts in order. By the birthday bound, two of 10⁹ different prompts meet with
/// probability 10⁻²¹.
/// </remarks>
public static class PromptKey
{
    /// <summary>The key of a row's prompt, or of its messages.</summary>
    public static UInt128 Of(OutcomeRow row) =>
        row.Prompt is { } prompt ? OfText(prompt)
        : row.Messages is { } messages ? OfText(Text(messages))
        : row.Features is { } features ? OfBytes(features.Data.Span) : default;

    // Where only features were kept, the same features are the same prompt.
    private static UInt128 OfBytes(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <summary>Computes the key of a prompt's text.</summary>
    public static UInt128 OfText(ReadOnlySpan<char> text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var length = Normalise(text, buffer);
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(MemoryMarshal.AsBytes(buffer.AsSpan(0, length)), digest);
            return BinaryPrimitives.ReadUInt128BigEndian(digest);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes a text's normalised form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">At least as long.</param>
    /// <returns>The number of characters written.</returns>
    public static int Normalise(ReadOnlySpan<char> text, Span<char> target)
    {
        var length = 0;
        var isPending = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                isPending = length > 0;
                continue;
            }

            if (isPending)
            {
                target[length++] = ' ';
                isPending = false;
            }

            target[length++] = char.ToLowerInvariant(c);
        }

        return length;
    }

    private static string Text(JsonElement messages)
    {
        var text = new StringBuilder();
        var isSingle = messages.GetArrayLength() == 1;
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            if (!(isSingle && Is(message, "role", "user")))
            {
                text.Append('\u0001').Append(message.TryGetProperty("role", out var role) ? role.ToString() : "").Append('\u0002');
            }

            if (message.TryGetProperty("content", out var content))
            {
                AppendContent(text, content);
            }

            if (message.TryGetProperty("tool_calls", out var calls))
            {
                text.Append(calls.GetRawText());
            }
        }

        return text.ToString();
    }

    private static bool Is(JsonElement message, string name, string value) =>
        message.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.ValueEquals(value);

    private static void AppendContent(StringBuilder text, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            text.Append(content.GetString());
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in content.EnumerateArray())
            {
                // Images and other parts count by their bytes: the same question about another picture is another prompt.
                text.Append(part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var inner) && inner.ValueKind == JsonValueKind.String
                    ? inner.GetString() : part.GetRawText()).Append('\n');
            }
        }
    }
}
