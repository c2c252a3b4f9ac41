namespace Loadline.Testing.Tests;

/// <summary>One request to a fake upstream and what came back.</summary>
internal static class Exchange
{
    public const string Plain = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";
    public const string Stream = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""";
    public const string StreamWithUsage = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[]}""";

    public const string Path = "/v1/chat/completions";

    public static async Task<RawResponse> PostAsync(FakeUpstream upstream, string json, string path = Path)
    {
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.PostAsync(path, json);
        return await client.ReadResponseAsync();
    }

    public static async Task<List<string>> EventsAsync(FakeUpstream upstream, string json)
    {
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.PostAsync(Path, json);
        await client.ReadHeadAsync();
        var events = new List<string>();
        await foreach (var item in client.ReadEventsAsync())
        {
            events.Add(item.Data);
        }

        return events;
    }
}
