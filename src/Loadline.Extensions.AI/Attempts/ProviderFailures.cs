using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Loadline.Core.Plans;
using Loadline.Wire.Errors;

namespace Loadline.Extensions.AI.Attempts;

/// <summary>Tells what a chat client's exception means, whichever library it came from.</summary>
/// <remarks>
/// Adapters have no exception in common. The status is taken from <see cref="HttpRequestException.StatusCode"/>, else from the application's own reader
/// (<see cref="LoadlineOptions.ReadStatus"/>), else from the words that the SDKs of OpenAI, Azure and Anthropic begin their messages with. No reflection.
/// </remarks>
internal static class ProviderFailures
{
    private static readonly SearchValues<char> EndsOfWords = SearchValues.Create(" \r\n(),.");

    private static readonly string[] StatusWords = ["HTTP ", "Status: ", "Status Code: ", "status code "];

    public static AttemptResult Read(Exception error, Func<Exception, int?>? readStatus)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (readStatus?.Invoke(cause) is { } told)
            {
                return Of(told, error.Message);
            }

            switch (cause)
            {
                case HttpRequestException { StatusCode: { } status }:
                    return Of((int)status, error.Message);
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                } or SocketException:
                    return new AttemptResult(RoutingError.UpstreamConnect, 0, false);
                case TimeoutException:
                    return new AttemptResult(RoutingError.UpstreamTimeout, 0, false);
            }
        }

        return StatusIn(error.Message) is { } written ? Of(written, error.Message)

            // Whoever is asked next would be asked for the same that cannot be.
            : error is ArgumentException or NotSupportedException ? new AttemptResult(RoutingError.UpstreamRefused, 0, false)
            : new AttemptResult(error is OperationCanceledException ? RoutingError.UpstreamTimeout : RoutingError.UpstreamBroken, 0, false);
    }

    /// <summary>Finds a status where an SDK's message has it: <c>HTTP 429 (…)</c>, <c>Status: 503</c>, <c>Status Code: TooManyRequests</c>.</summary>
    internal static int? StatusIn(string message)
    {
        foreach (var word in StatusWords)
        {
            var at = message.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                continue;
            }

            var rest = message.AsSpan(at + word.Length);
            var end = rest.IndexOfAnyExceptInRange('0', '9');
            if (int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 300 and < 600)
            {
                return status;
            }

            var name = rest.IndexOfAny(EndsOfWords);
            if (Enum.TryParse<System.Net.HttpStatusCode>(name < 0 ? rest : rest[..name], ignoreCase: true, out var named) && (int)named is >= 300 and < 600)
            {
                return (int)named;
            }
        }

        return null;
    }

    private static AttemptResult Of(int status, string message) =>
        new(status is >= 400 and < 600 ? UpstreamFailures.Classify(status, AsBody(message)) : RoutingErrors.FromStatus(status), status, false);

    // The words that tell an overflow from a filter are looked for where providers write them.
    private static ReadOnlySpan<byte> AsBody(string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, message);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
