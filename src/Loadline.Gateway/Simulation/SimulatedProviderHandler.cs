using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Signals.Tokens;

namespace Loadline.Gateway.Simulation;

/// <summary>A provider without a network: answers are made up, or replayed from an outcome table, and say so.</summary>
/// <remarks>
/// It sits where <see cref="SocketsHttpHandler"/> would, so that everything around it is the real path. A request names the row to replay
/// in <see cref="RowHeader"/>, because prompts repeat in real tables.
/// </remarks>
internal sealed class SimulatedProviderHandler(OutcomeTable? table, TimeProvider time, Random random) : HttpMessageHandler
{
    /// <summary>Names the row of the outcome table; sent on to simulated providers only.</summary>
    public const string RowHeader = "x-loadline-row";

    public static readonly HttpRequestOptionsKey<SimulationConfig> SimulationKey = new("loadline.simulation");

    private static readonly SimulationConfig Plain = new();
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue EventStream = new("text/event-stream");
    private long _count;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var simulation = request.Options.TryGetValue(SimulationKey, out var given) ? given : Plain;
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var model = root.GetProperty("model").GetString()!;
        if (request.RequestUri!.AbsolutePath.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            return Reply(HttpStatusCode.OK, SimulatedEmbeddings.Write(model, root));
        }

        if (Fails(simulation))
        {
            await WaitAsync(simulation.TimeToFirstToken / simulation.Speed, cancellationToken).ConfigureAwait(false);
            return Error(HttpStatusCode.ServiceUnavailable, "simulated_failure", $"The simulated model '{model}' fails now and then, as configured.");
        }

        if (Answer(request, model, root, simulation) is not { } natural)
        {
            return Error(HttpStatusCode.NotFound, "row_not_found", $"The outcome table has no row and model for '{model}'. Name a row in the {RowHeader} header.");
        }

        var answer = natural with { TimeToFirstToken = natural.TimeToFirstToken / simulation.Speed, Duration = natural.Duration / simulation.Speed };
        var id = "chatcmpl-simulated-" + Interlocked.Increment(ref _count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True)
        {
            return Stream(id, model, answer, AsksUsage(root));
        }

        await WaitAsync(answer.Duration, cancellationToken).ConfigureAwait(false);
        return Reply(HttpStatusCode.OK, SimulatedReplyWriter.Whole(id, model, answer));
    }

    private static bool AsksUsage(JsonElement root) =>
        root.TryGetProperty("stream_options", out var options) && options.TryGetProperty("include_usage", out var usage)
        && usage.ValueKind == JsonValueKind.True;

    private bool Fails(SimulationConfig simulation)
    {
        if (simulation.FailureRate <= 0)
        {
            return false;
        }

        lock (random)
        {
            return random.NextDouble() < simulation.FailureRate;
        }
    }

    private SimulatedAnswer? Answer(HttpRequestMessage request, string model, JsonElement root, SimulationConfig simulation)
    {
        var input = TokenEstimator.Estimate(Encoding.UTF8.GetBytes(AllText(root)));
        if (table is null || !request.Headers.NonValidated.TryGetValues(RowHeader, out var row))
        {
            return MakeUp(model, input, simulation);
        }

        return table.Find(row.ToString())?.Outcomes.GetValueOrDefault(model) is { } outcome ? Replay(outcome, row.ToString(), model, input) : null;
    }

    private static SimulatedAnswer MakeUp(string model, int input, SimulationConfig simulation)
    {
        var text = $"[simulated {model}] This is a made-up answer to a prompt of about {input} tokens.";
        var output = Tokens(text);
        var first = simulation.TimeToFirstToken;
        return new SimulatedAnswer(text, input, output, null, first, first + Generation(simulation, output));
    }

    private static SimulatedAnswer Replay(Outcome outcome, string row, string model, int input)
    {
        var text = outcome.Response ?? $"[replayed] The outcome table recorded no text for row '{row}' and model '{model}'.";
        var total = TimeSpan.FromMilliseconds(outcome.LatencyMs ?? 0);
        var first = outcome.TimeToFirstTokenMs is { } known ? TimeSpan.FromMilliseconds(Math.Min(known, total.TotalMilliseconds)) : total;
        return new SimulatedAnswer(text, outcome.InputTokens ?? input, outcome.OutputTokens ?? Tokens(text), outcome.Cost, first, total);
    }

    private static int Tokens(string text) => TokenEstimator.Estimate(Encoding.UTF8.GetBytes(text));

    private static string AllText(JsonElement root)
    {
        var text = new StringBuilder();
        foreach (var message in root.GetProperty("messages").EnumerateArray())
        {
            if (message.TryGetProperty("content", out var content))
            {
                Append(text, content);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            text.Append(Text(content)).Append('\n');
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in content.EnumerateArray())
            {
                if (part.TryGetProperty("text", out var inner) && inner.ValueKind == JsonValueKind.String)
                {
                    text.Append(Text(inner)).Append('\n');
                }
            }
        }
    }

    // Half a surrogate pair is valid JSON and no text: counted as it is written.
    private static string Text(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText();
        }
    }

    private static HttpResponseMessage Reply(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = Json;
        return new HttpResponseMessage(status) { Content = content };
    }

    private static HttpResponseMessage Error(HttpStatusCode status, string code, string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("message"u8, message);
            json.WriteString("type"u8, "simulated_error"u8);
            json.WriteString("code"u8, code);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Reply(status, buffer.WrittenMemory);
    }

    private HttpResponseMessage Stream(string id, string model, SimulatedAnswer answer, bool includeUsage)
    {
        var content = new SimulatedStreamContent(id, model, answer, includeUsage, time);
        content.Headers.ContentType = EventStream;
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    private Task WaitAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        duration > TimeSpan.Zero ? Task.Delay(duration, time, cancellationToken) : Task.CompletedTask;

    private static TimeSpan Generation(SimulationConfig simulation, int tokens) =>
        simulation.TokensPerSecond > 0 ? TimeSpan.FromSeconds(tokens / simulation.TokensPerSecond) : TimeSpan.Zero;
}
