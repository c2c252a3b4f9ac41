using System.Text;
using System.Text.Json;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>What a caller got, to its last byte, and how it ended.</summary>
internal sealed record Answer(RawHead Head, string Body, BodyEnd End)
{
    public int Status => Head.Status;

    public string? DecisionId => Header("x-loadline-decision");

    /// <summary>Gets the data of each server-sent event.</summary>
    public IReadOnlyList<string> Events =>
        [.. Body.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..])];

    /// <summary>Gets the text that the model wrote, streamed or not.</summary>
    public string Text => Head.Header("Content-Type")!.StartsWith("text/event-stream", StringComparison.Ordinal)
        ? string.Concat(Events.Where(data => data != "[DONE]").Select(data => Choice(data, "delta")))
        : Choice(Body, "message");

    public JsonElement Error => Json().GetProperty("error");

    public string Message => Error.GetProperty("message").GetString()!;

    public string? Code => Error.GetProperty("code").GetString();

    public string? Param => Error.GetProperty("param").GetString();

    public static async Task<Answer> ReadAsync(RawClient client, bool isHead = false)
    {
        var head = await client.ReadHeadAsync();
        return isHead ? new Answer(head, "", BodyEnd.Complete) : await ReadRestAsync(client, head);
    }

    public static async Task<Answer> ReadRestAsync(RawClient client, RawHead head)
    {
        var body = new List<byte>();
        await foreach (var chunk in client.ReadChunksAsync())
        {
            body.AddRange(chunk.Bytes.Span);
        }

        return new Answer(head, Encoding.UTF8.GetString([.. body]), client.LastBodyEnd!.Value);
    }

    public string? Header(string name) => Head.Header(name);

    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.Clone();
    }

    private static string Choice(string json, string member)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0
            && choices[0].GetProperty(member).TryGetProperty("content", out var content)
            ? content.GetString() ?? "" : "";
    }
}
