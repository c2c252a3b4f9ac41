namespace Loadline.Cli.Demo;

/// <summary>One prompt of the demo with the outcome of every simulated model.</summary>
/// <param name="Prompt">The prompt as the workload holds it.</param>
/// <param name="Body">An OpenAI chat completion request with the model <c>auto</c>, as UTF-8 JSON.</param>
/// <param name="Outcomes">By model name; every model has an entry, one that cannot take the prompt with quality 0 and no cost.</param>
internal sealed record DemoOutcomeRow(DemoPrompt Prompt, byte[] Body, IReadOnlyDictionary<string, DemoOutcome> Outcomes)
{
    public string Id => Prompt.Id;

    public string Group => Prompt.Group;
}
