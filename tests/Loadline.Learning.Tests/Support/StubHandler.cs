using System.Net;
using System.Text;

namespace Loadline.Learning.Tests.Support;

/// <summary>Answers HTTP requests by a function of the body; remembers the bodies.</summary>
internal sealed class StubHandler(Func<string, int, (int Status, string Body)> answer) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private int _count;

    public List<string> Bodies { get; } = [];

    public List<string?> Authorizations { get; } = [];

    public string? CostHeader { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>Gets the most requests that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    private int _underWay;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        int number;
        lock (_lock)
        {
            Bodies.Add(body);
            Authorizations.Add(request.Headers.Authorization?.ToString());
            number = _count++;
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
        }

        await Task.Yield();
        var (status, reply) = answer(body, number);
        lock (_lock)
        {
            _underWay--;
        }

        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(reply, Encoding.UTF8, "application/json") };
        if (CostHeader is not null)
        {
            response.Headers.Add("x-loadline-cost-usd", CostHeader);
        }

        if (RetryAfter is not null && status != 200)
        {
            response.Headers.Add("Retry-After", RetryAfter);
        }

        return response;
    }

    public static string Completion(string text, int input = 10, int output = 5) =>
        $$$"""{"choices":[{"message":{"role":"assistant","content":{{{System.Text.Json.JsonSerializer.Serialize(text)}}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}}}}""";
}
