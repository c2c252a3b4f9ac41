using System.Globalization;
using System.Text.Json;
using Loadline.Core.Plans;

namespace Loadline.Wire.Errors;

/// <summary>Reads when an upstream wants to be asked again, in every form that providers say it.</summary>
/// <remarks>
/// <c>retry-after-ms</c> and <c>x-ms-retry-after-ms</c> (Azure, OpenAI) go before <c>Retry-After</c> in seconds or as a date (RFC 9110),
/// those before Gemini's <c>google.rpc.RetryInfo</c> in the body. Negative numbers, dates gone by and rubbish count as not said; what is
/// longer than <see cref="RetryAdvice.LongestWait"/> is cut to it.
/// </remarks>
public static class RetryHints
{
    /// <summary>Reads the advice.</summary>
    /// <param name="retryAfter">The header <c>Retry-After</c>.</param>
    /// <param name="retryAfterMs">The header <c>retry-after-ms</c>, else <c>x-ms-retry-after-ms</c>.</param>
    /// <param name="shouldRetry">The header <c>x-should-retry</c>.</param>
    /// <param name="body">The reply's body as far as it was read.</param>
    /// <param name="now">The wall clock, for dates.</param>
    public static RetryAdvice Read(string? retryAfter, string? retryAfterMs, string? shouldRetry, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var wait = Number(retryAfterMs, 1) ?? Number(retryAfter, 1000) ?? Date(retryAfter, now) ?? InBody(body);
        bool? should = shouldRetry?.Trim() switch { "true" => true, "false" => false, _ => null };
        return new RetryAdvice(wait is { } asked && asked > RetryAdvice.LongestWait ? RetryAdvice.LongestWait : wait, should);
    }

    private static TimeSpan? Number(string? text, double milliseconds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? TimeSpan.FromMilliseconds(Math.Min(number * milliseconds, RetryAdvice.LongestWait.TotalMilliseconds * 2))
            : null;

    private static TimeSpan? Date(string? text, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(text?.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > now
            ? date - now
            : null;

    // {"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.07s"}]}}, at times inside an array.
    private static TimeSpan? InBody(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\"retryDelay\""u8) < 0)
        {
            return null;
        }

        var json = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("retryDelay"u8))
                {
                    return json.Read() && json.TokenType == JsonTokenType.String ? Duration(json.GetString()!) : null;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A body that was cut short: what it would have said is not known.
        }

        return null;
    }

    private static TimeSpan? Duration(string text) => text.EndsWith('s') ? Number(text[..^1], 1000) : null;
}
