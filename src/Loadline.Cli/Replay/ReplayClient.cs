using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Loadline.Cli.Replay;

/// <summary>Sends requests to a gateway over HTTP, as any client would, many at a time.</summary>
internal sealed class ReplayClient(Uri gateway, int concurrency) : IDisposable
{
    private const string RowHeader = "x-loadline-row";

    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = concurrency });

    private readonly Uri _chat = new(gateway, "/v1/chat/completions");

    /// <summary>Sends all requests.</summary>
    /// <param name="requests">What to send.</param>
    /// <param name="onDone">Called after each answer, from several threads.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    /// <returns>One result a request, in the same order.</returns>
    public async Task<ReplayResult[]> SendAllAsync(
        IReadOnlyList<ReplayRequest> requests, Action onDone, CancellationToken cancellationToken)
    {
        var results = new ReplayResult[requests.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, requests.Count, options, async (index, token) =>
        {
            results[index] = await SendAsync(requests[index], token).ConfigureAwait(false);
            onDone();
        }).ConfigureAwait(false);
        return results;
    }

    public void Dispose() => _http.Dispose();

    private async Task<ReplayResult> SendAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _chat) { Content = new ByteArrayContent(request.Body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add(RowHeader, request.RowId);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(message, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return Read(request, response, body, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new ReplayResult(request.RowId, null, 0, null, Stopwatch.GetElapsedTime(started).TotalMilliseconds, null, error.Message);
        }
    }

    private static ReplayResult Read(ReplayRequest request, HttpResponseMessage response, byte[] body, double latencyMs)
    {
        var model = Header(response, "x-loadline-model");
        var cost = Header(response, "x-loadline-cost-usd") is { } text
            ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : (decimal?)null;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new ReplayResult(
                request.RowId, model, (int)response.StatusCode, cost, latencyMs, null, System.Text.Encoding.UTF8.GetString(body));
        }

        var streamed = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var answer = streamed ? StreamedAnswer.Read(body) : WholeAnswer(body);

        // A stream's headers carry an estimate; its usage carries what was charged.
        return new ReplayResult(
            request.RowId, model, 200, streamed ? answer.Cost : cost, latencyMs, answer.Text, answer.IsWhole ? null : "The answer ended early.");
    }

    private static StreamedAnswer WholeAnswer(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var content = json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
        return new StreamedAnswer(content ?? "", null, true);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
