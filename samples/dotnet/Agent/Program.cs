using System.Globalization;
using Loadline.Extensions.AI;
using Microsoft.Extensions.AI;

using var client = new LoadlineChatClient(Path.Combine(AppContext.BaseDirectory, "loadline.yaml"));
decimal cost = 0, reference = 0;
var plan = await Ask("planner", "Plan the migration of our billing service to the new ledger, in steps.");
var work = await Ask("worker", "Carry out the first step of this plan: " + plan);
await Ask("scribe", "Write one line for the change log: " + work);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cost {cost} USD; all on the reference {reference} USD"));

async Task<string> Ask(string role, string prompt)
{
    // What a caller of the gateway says in a header, an application says here.
    var options = new ChatOptions { AdditionalProperties = new() { ["x-agent-role"] = role, ["x-loadline-session"] = "migration-1" } };
    var response = await client.GetResponseAsync(prompt, options);
    var decision = response.GetLoadlineDecision()!;
    cost += decision.CostUsd ?? 0;
    reference += decision.ReferenceCostUsd ?? 0;
    Console.WriteLine($"{role}: {decision.Model}");
    return response.Text;
}
