using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Loadline.Gateway.Caching;

/// <summary>What an answer is found by: a hash over who asks, by which rules, and the request in one canonical form.</summary>
/// <remarks>
/// Canonical: members of objects sorted by name, no white space, strings unescaped, numbers as written. Left out, at the top, is what says
/// who asks and not what (<c>user</c>, <c>safety_identifier</c>). The tenant comes first in the hash and is of known length, so that no
/// request of one tenant can be written to hash as another's.
/// </remarks>
internal static class AnswerKey
{
    private static readonly string[] Unsaid = ["user", "safety_identifier"];

    /// <summary>Makes the key.</summary>
    /// <param name="tenant">Who asks: what is the same for all who may share answers, and for nobody else.</param>
    /// <param name="rules">What the answer depends on beside the body: route, its digest, dialect, address, hints.</param>
    /// <param name="body">The request's body.</param>
    /// <returns><see langword="null"/> where the body is no JSON object.</returns>
    public static UInt128? Of(string tenant, string rules, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var canonical = new ArrayBufferWriter<byte>(body.Length + 256);
            Write(canonical, tenant);
            Write(canonical, rules);
            using (var writer = new Utf8JsonWriter(canonical, new JsonWriterOptions { SkipValidation = true }))
            {
                Write(writer, json.RootElement, isTop: true);
            }

            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(canonical.WrittenSpan, hash);
            return BinaryPrimitives.ReadUInt128BigEndian(hash);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Such as a lone surrogate: scanned as bytes, but no text.
            return null;
        }
    }

    private static void Write(ArrayBufferWriter<byte> to, string text)
    {
        BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(4), Encoding.UTF8.GetByteCount(text));
        to.Advance(4);
        Encoding.UTF8.GetBytes(text, to);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool isTop = false)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
                {
                    if (!isTop || !Unsaid.Contains(member.Name))
                    {
                        writer.WritePropertyName(member.Name);
                        Write(writer, member.Value);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(element.GetString());
                break;
            default:
                writer.WriteRawValue(element.GetRawText());
                break;
        }
    }
}
