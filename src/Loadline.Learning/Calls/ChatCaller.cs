using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Loadline.Learning.Calls;

/// <summary>Calls an OpenAI-compatible chat endpoint: our own gateway, or a provider. Thread-safe.</summary>
/// <param name="http">Sends; not disposed here.</param>
/// <param name="endpoint">The whole address: <c>http://127.0.0.1:4242/v1/chat/completions</c>.</param>
/// <param name="apiKey">Sent as a bearer token; <see langword="null"/>: none.</param>
/// <param name="time">The clock for latencies and waits.</param>
/// <param name="random">Spreads the waits.</param>
public sealed class ChatCaller(HttpMessageInvoker http, Uri endpoint, string? apiKey, TimeProvider time, Random random)
{
    private const string RowHeader = "x-loadline-row";

    // A proxy's error page can be long; a message needs its beginning.
    private const int LongestError = 300;

    /// <summary>Gets when a call is tried again. Default: that of <see cref="RetryPolicy"/>.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>Gets how long one try may take. Default: 10 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Sends a request, again where that may help.</summary>
    /// <param name="body">A Chat Completions request, not streamed.</param>
    /// <param name="row">The row's id, which simulated providers replay by; <see langword="null"/>: none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ChatReply> SendAsync(ReadOnlyMemory<byte> body, string? row, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (reply, asked) = await TryAsync(body, row, cancellationToken).ConfigureAwait(false);
            if (reply.Error is null || !RetryPolicy.IsTransient(reply.Status) || attempt >= Retry.MaxAttempts)
            {
                return reply;
            }

            await Task.Delay(Wait(attempt, asked), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan Wait(int attempt, TimeSpan? asked)
    {
        lock (random)
        {
            return Retry.Wait(attempt, asked, random);
        }
    }

    private async Task<(ChatReply Reply, TimeSpan? RetryAfter)> TryAsync(ReadOnlyMemory<byte> body, string? row, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = Create(body, row);
        var started = time.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(message, both.Token).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
            return (Read(response, bytes, time.GetElapsedTime(started).TotalMilliseconds), response.Headers.RetryAfter?.Delta);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (new ChatReply { Status = 0, Error = error.Message }, null);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (new ChatReply { Status = 0, Error = string.Create(CultureInfo.InvariantCulture, $"no answer within {Timeout.TotalSeconds:0.#} s") }, null);
        }
    }

    private HttpRequestMessage Create(ReadOnlyMemory<byte> body, string? row)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ReadOnlyMemoryContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (apiKey is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }

        if (row is not null && row.All(c => c is > ' ' and < '\u007f'))
        {
            message.Headers.Add(RowHeader, row);
        }

        return message;
    }

    private static ChatReply Read(HttpResponseMessage response, byte[] body, double latencyMs)
    {
        var cost = response.Headers.TryGetValues("x-loadline-cost-usd", out var values)
            && decimal.TryParse(string.Concat(values), NumberStyles.Number, CultureInfo.InvariantCulture, out var usd) ? usd : (decimal?)null;
        var reply = new ChatReply { Status = (int)response.StatusCode, CostUsd = cost, LatencyMs = latencyMs };
        try
        {
            using var json = JsonDocument.Parse(body);
            return response.IsSuccessStatusCode ? ReadAnswer(json.RootElement, reply) : reply with { Error = ErrorMessage(json.RootElement) ?? Shown(body) };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException)
        {
            return reply with { Error = response.IsSuccessStatusCode ? "the answer is not a chat completion" : Shown(body) };
        }
    }

    private static ChatReply ReadAnswer(JsonElement root, ChatReply reply)
    {
        var choice = root.GetProperty("choices")[0];
        var usage = root.TryGetProperty("usage", out var found) && found.ValueKind == JsonValueKind.Object ? found : (JsonElement?)null;
        return reply with
        {
            Text = choice.GetProperty("message").TryGetProperty("content", out var content) ? content.GetString() ?? "" : "",
            StopReason = choice.TryGetProperty("finish_reason", out var reason) ? reason.GetString() : null,
            InputTokens = Tokens(usage, "prompt_tokens"),
            OutputTokens = Tokens(usage, "completion_tokens"),
        };
    }

    private static int? Tokens(JsonElement? usage, string name) =>
        usage is { } known && known.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static string? ErrorMessage(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("message", out var message) ? message.GetString() : null;

    private static string Shown(byte[] body) => body.Length == 0 ? "an empty answer" : Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, LongestError));
}
