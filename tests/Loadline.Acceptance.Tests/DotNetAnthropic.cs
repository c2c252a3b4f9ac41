using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;

namespace Loadline.Acceptance.Tests;

/// <summary>Reads replies with NuGet's <c>Anthropic</c>.</summary>
internal static class DotNetAnthropic
{
    private static readonly Dictionary<string, JsonElement> None = [];

    public static async Task<SdkReading> ReadAsync(Uri root, SdkJob job)
    {
        using var client = new AnthropicClient { ApiKey = "callers-key", BaseUrl = root.AbsoluteUri.TrimEnd('/'), MaxRetries = 0 };
        var body = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(job.Request.ToJsonString())!;
        var asked = MessageCreateParams.FromRawUnchecked(None, None, body);
        return Shown(job.Stream ? await client.Messages.CreateStreaming(asked).Aggregate() : await client.Messages.Create(asked), job.Id);
    }

    private static SdkReading Shown(Message reply, string id)
    {
        var text = "";
        var calls = new List<SdkCall>();
        foreach (var block in reply.Content)
        {
            text += block.TryPickText(out var said) ? said.Text : "";
            if (block.TryPickToolUse(out var call))
            {
                calls.Add(new SdkCall(call.Name, JsonSerializer.Serialize(call.Input)));
            }
        }

        var usage = reply.Usage;
        var read = usage.CacheReadInputTokens ?? 0;
        var written = usage.CacheCreationInputTokens ?? 0;
        return new SdkReading
        {
            Id = id,
            Text = text,
            Calls = calls,
            Stop = reply.StopReason?.Raw(),
            Usage = new SdkUsage(usage.InputTokens + read + written, read, written, usage.OutputTokens, usage.OutputTokensDetails?.ThinkingTokens ?? 0),
        };
    }
}
