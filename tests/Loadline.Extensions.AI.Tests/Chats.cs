using Loadline.Core.Catalog;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Tests;

/// <summary>What most tests ask, and how they read the answer: streamed or not.</summary>
internal static class Chats
{
    public static readonly ModelPrice Cheap = new(0.1m, 0.4m);
    public static readonly ModelPrice Dear = new(5m, 20m);

    public static LoadlineChatClient TwoModels(ScriptedClient small, ScriptedClient large, Action<LoadlineBuilder>? more = null) =>
        LoadlineChatClient.Create(builder =>
        {
            builder.AddModel("small", small, Cheap).AddModel("large", large, Dear).AddRoute("auto", ["small", "large"], reference: "large");
            more?.Invoke(builder);
        });

    public static async Task<(string Text, LoadlineDecision? Decision)> AskAsync(
        this IChatClient client, bool stream, ChatOptions? options = null, string prompt = "Hello", CancellationToken cancellationToken = default)
    {
        if (!stream)
        {
            var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, cancellationToken);
            return (response.Text, response.GetLoadlineDecision());
        }

        var text = "";
        LoadlineDecision? decision = null;
        await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, cancellationToken))
        {
            text += update.Text;
            decision ??= update.GetLoadlineDecision();
        }

        return (text, decision);
    }
}
