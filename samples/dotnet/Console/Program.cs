using Loadline.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddLoadline(Path.Combine(AppContext.BaseDirectory, "loadline.yaml"));
using var host = builder.Build();
await host.StartAsync();

var chat = host.Services.GetRequiredService<IChatClient>();
foreach (var prompt in new[] { "Translate to French: good morning", "Prove that the square root of 2 is irrational." })
{
    var response = await chat.GetResponseAsync(prompt);
    Console.WriteLine($"{response.Text} ({response.GetLoadlineDecision()})");
}

await InCode();
await OnlyDecide();
await host.StopAsync();

static async Task InCode()
{
    using var client = LoadlineChatClient.Create(loadline => loadline
        .AddModel("small", new SimulatedChatClient("small"), new(Input: 0.05m, Output: 0.40m))
        .AddModel("large", new SimulatedChatClient("large"), new(Input: 5, Output: 25))
        .AddRoute("auto", pool: ["small", "large"], reference: "large"));
    var response = await client.GetResponseAsync("Translate to French: good morning");
    Console.WriteLine($"{response.Text} ({response.GetLoadlineDecision()})");
    await foreach (var update in client.GetStreamingResponseAsync("And to German?"))
    {
        Console.Write(update.Text);
    }

    Console.WriteLine();
    var decision = response.GetLoadlineDecision()!;
    client.Feedback(decision.Id, quality: 1);
    Console.WriteLine($"{decision.Model} cost {decision.CostUsd} USD; {decision.Attempts} call");
}

static async Task OnlyDecide()
{
    using var client = new LoadlineChatClient(Path.Combine(AppContext.BaseDirectory, "loadline.yaml"));
    var record = client.Decide([new ChatMessage(ChatRole.User, "Prove Fermat's little theorem.")]);
    Console.WriteLine($"would go to {record.Choice} by {record.Reason}");
    await Task.CompletedTask;
}
