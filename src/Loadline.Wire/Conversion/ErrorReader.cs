using System.Globalization;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Conversion;

/// <summary>Reads an upstream's error, whoever wrote it, and tells what it means.</summary>
public static class ErrorReader
{
    /// <param name="body">The reply's body or a stream's error event.</param>
    /// <param name="status">The HTTP status; 0 inside a stream, where the kind decides.</param>
    /// <param name="errorType">Bedrock's <c>x-amzn-errortype</c> header, or an exception frame's type; <see langword="null"/> elsewhere.</param>
    public static ChatError Read(ReadOnlySpan<byte> body, int status, string? errorType = null)
    {
        var found = OpenAIErrors.Read(body);
        var type = errorType?.Split(':', '#')[0] ?? found.Type;
        var inner = status < 400 && int.TryParse(found.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 400 and < 600
            ? code
            : status;
        var kind = ErrorKinds.Classify(inner, type, found.Code, found.Message);
        return new ChatError(kind, inner >= 400 ? inner : ErrorKinds.Status(kind), found.Message)
        {
            Type = type,
            Code = found.Code,
            RetryAfter = RetryDelay(body),
        };
    }

    // Gemini says how long to wait in the body only: {"@type":"…RetryInfo","retryDelay":"34.4s"}.
    private static TimeSpan? RetryDelay(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf("\"retryDelay\""u8);
        if (at < 0)
        {
            return null;
        }

        var value = body[(at + "\"retryDelay\""u8.Length)..].TrimStart(" \t\r\n:\""u8);
        var end = value.IndexOf((byte)'s');
        return end > 0 && double.TryParse(value[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
