using System.Text;
using System.Text.Json;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>The model a request names.</summary>
public static class ModelName
{
    /// <summary>Copies the model's name with JSON escapes resolved; allocates nothing.</summary>
    /// <param name="facts">A request that was scanned without error.</param>
    /// <param name="destination">At least <see cref="ChatRequestScanner.MaxModelBytes"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public static int CopyTo(RequestFacts facts, Span<byte> destination)
    {
        if (facts.UrlModel is { } name)
        {
            return Encoding.UTF8.GetBytes(name, destination);
        }

        var quoted = facts.Model.In(facts.Body.Span);
        var content = quoted[1..^1];
        if (!content.Contains((byte)'\\'))
        {
            content.CopyTo(destination);
            return content.Length;
        }

        var json = new Utf8JsonReader(quoted);
        json.Read();
        return json.CopyString(destination);
    }

    /// <summary>Gets the model's name as a string, for messages and records.</summary>
    public static string Read(RequestFacts facts)
    {
        Span<byte> name = stackalloc byte[ChatRequestScanner.MaxModelBytes];
        return Encoding.UTF8.GetString(name[..CopyTo(facts, name)]);
    }

    internal static ScanResult Scan(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return ScanErrors.WrongType("model", "a string such as \"auto\"", json.TokenType);
        }

        if (json.ValueSpan.IsEmpty)
        {
            return ScanResult.Error("Invalid 'model': the name is empty. Name a model, such as \"auto\".", "model", "invalid_value");
        }

        if (json.ValueSpan.Length > ChatRequestScanner.MaxModelBytes)
        {
            return ScanResult.Error(
                $"Invalid 'model': longer than {ChatRequestScanner.MaxModelBytes} bytes. Name a model, such as \"auto\".",
                "model",
                "string_above_max_length");
        }

        // Resolving here finds broken escapes and broken UTF-8 now, so that CopyTo cannot fail later.
        Span<byte> scratch = stackalloc byte[ChatRequestScanner.MaxModelBytes];
        json.CopyString(scratch);
        facts.Model = MemberNames.Token(ref json);
        return ScanResult.Success;
    }
}
