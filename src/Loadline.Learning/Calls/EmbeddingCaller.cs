using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Loadline.Wire.OpenAI;

namespace Loadline.Learning.Calls;

/// <summary>Asks an OpenAI-compatible endpoint for embeddings. Thread-safe.</summary>
/// <param name="http">Sends; not disposed here.</param>
/// <param name="endpoint">The whole address: <c>http://127.0.0.1:11434/v1/embeddings</c>.</param>
/// <param name="apiKey">Sent as a bearer token; <see langword="null"/>: none.</param>
/// <param name="model">The model's name there.</param>
/// <param name="dimensions">The length of vectors to ask for; <see langword="null"/>: the model's own.</param>
/// <param name="time">The clock for waits.</param>
/// <param name="random">Spreads the waits.</param>
public sealed class EmbeddingCaller(
    HttpMessageInvoker http, Uri endpoint, string? apiKey, string model, int? dimensions, TimeProvider time, Random random)
{
    private const int LongestError = 300;

    /// <summary>Gets the model that is asked.</summary>
    public string Model => model;

    /// <summary>Gets the length of vectors that is asked for; <see langword="null"/>: the model's own.</summary>
    public int? Dimensions => dimensions;

    /// <summary>Gets when a call is tried again. Default: that of <see cref="RetryPolicy"/>.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>Gets how long one try may take. Default: 2 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Embeds texts, again where that may help.</summary>
    /// <returns>A vector for each text, as it came.</returns>
    /// <exception cref="EmbeddingException">The endpoint would not, or answered something else.</exception>
    public async Task<float[][]> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var body = EmbeddingVector.Write(model, texts, dimensions);
        for (var attempt = 1; ; attempt++)
        {
            var (status, error, vectors, asked) = await TryAsync(body, texts.Count, cancellationToken).ConfigureAwait(false);
            if (vectors is not null)
            {
                return vectors;
            }

            if (!RetryPolicy.IsTransient(status) || attempt >= Retry.MaxAttempts)
            {
                throw new EmbeddingException(string.Create(CultureInfo.InvariantCulture, $"{endpoint} gave no embeddings ({(status == 0 ? "no answer" : status)}): {error}"));
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

    private async Task<(int Status, string? Error, float[][]? Vectors, TimeSpan? RetryAfter)> TryAsync(byte[] body, int count, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Authorization = apiKey is null ? null : new AuthenticationHeaderValue("Bearer", apiKey);
        try
        {
            using var response = await http.SendAsync(message, both.Token).ConfigureAwait(false);
            var reply = await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return !response.IsSuccessStatusCode ? (status, Shown(reply), null, response.Headers.RetryAfter?.Delta)
                : EmbeddingVector.Read(reply, count) is { } vectors ? (status, null, vectors, null)
                : (status, "the answer does not hold one vector for each text", null, null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (0, error.Message, null, null);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (0, string.Create(CultureInfo.InvariantCulture, $"nothing within {Timeout.TotalSeconds:0.#} s"), null, null);
        }
    }

    private static string Shown(byte[] body) => body.Length == 0 ? "an empty answer" : Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, LongestError));
}
