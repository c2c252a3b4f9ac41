using System.Collections.Concurrent;
using System.Globalization;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Soak;

/// <summary>Asks one request after another as due, in one of several ways, and sometimes goes in the middle.</summary>
internal sealed class SoakCaller(int port, ConcurrentDictionary<int, TaskCompletionSource> seen)
{
    /// <summary>Gets how each request ended: <c>ok</c>, <c>left</c>, <c>told</c> (an error, in a reply or an event); what else there is, is a fault.</summary>
    public ConcurrentDictionary<string, int> Ends { get; } = new();

    /// <summary>Gets the decision ids of requests that were waited for, by request.</summary>
    public ConcurrentDictionary<int, string> Decisions { get; } = new();

    public async Task AskAsync(int number)
    {
        string end;
        try
        {
            end = await SendAsync(number);
        }
        catch (Exception error) when (error is IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            end = $"{error.GetType().Name}: {error.Message}";
        }

        Ends.AddOrUpdate(end, 1, static (_, count) => count + 1);
    }

    private async Task<string> SendAsync(int number)
    {
        var random = new Random(number);
        var streams = random.Next(3) > 0;
        var embeds = !streams && random.Next(3) == 0;
        var leaves = random.Next(10) == 0;
        await using var client = await RawClient.ConnectAsync(port);
        client.Patience = TimeSpan.FromSeconds(90);
        var body = embeds
            ? string.Create(CultureInfo.InvariantCulture, $$"""{"model":"vectors","input":["one"],"user":"{{number}}"}""")
            : string.Create(CultureInfo.InvariantCulture,
                $$"""{"model":"auto","user":"{{number}}","messages":[{"role":"user","content":"{{SoakTests.Canary}} {{new string('p', random.Next(10, 3000))}}"}]{{(streams ? ",\"stream\":true" : "")}}}""");
        await client.PostAsync(embeds ? "/v1/embeddings" : "/v1/chat/completions", body, ("Authorization", "Bearer " + SoakTests.Canary));
        if (leaves)
        {
            // Once its call is on its way: before that, nobody could tell whether it had been a request at all.
            await seen.GetOrAdd(number, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(TimeSpan.FromSeconds(90));
            await Task.Delay(random.Next(0, 60));
            if (random.Next(2) == 0)
            {
                client.Reset();
            }

            return "left";
        }

        var answer = await client.ReadResponseAsync();
        Decisions[number] = answer.Head.Header("x-loadline-decision") ?? "none";
        return Judge(answer, streams);
    }

    private static string Judge(RawResponse answer, bool streams)
    {
        if (answer.Head.Status != 200)
        {
            return answer.End == BodyEnd.Complete && answer.Text.Contains("\"error\"", StringComparison.Ordinal) ? "told" : $"{answer.Head.Status} {answer.End}";
        }

        if (!streams)
        {
            return answer.End == BodyEnd.Complete ? "ok" : $"whole {answer.End}";
        }

        // A broken stream must not look whole, and a whole one must be.
        return (answer.End == BodyEnd.Complete, answer.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) || answer.Text.EndsWith("data: [DONE]\r\n\r\n", StringComparison.Ordinal), answer.Text.Contains("\"error\"", StringComparison.Ordinal)) switch
        {
            (true, true, _) => "ok",
            (false, false, true) => "told",
            var other => $"stream {other}",
        };
    }
}
