using System.Globalization;
using Loadline.Core.Catalog;

namespace Loadline.Cli.Serve;

/// <summary>Tells the user what was found without a config file, and what was made of it.</summary>
internal static class ZeroConfigText
{
    public const string NothingFound =
        """
        No provider was found. Do one of these:
          - set OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY, then run `loadline serve` again;
          - start Ollama (port 11434, or where OLLAMA_HOST says) or vLLM (port 8000, or where VLLM_BASE_URL says);
          - write a loadline.yaml (samples/ has five) and run `loadline serve --config loadline.yaml`;
          - run `loadline demo`, which needs no key.
        """;

    public static string Describe(IReadOnlyList<FoundProvider> found, ZeroConfigResult made)
    {
        var lines = new List<string> { "No config file, so this is what was found:" };
        lines.AddRange(found.Select(provider => $"  {provider.Config.Name}: {Count(provider.Models.Count)} ({provider.How})"));
        if (made.Reference is not { } reference)
        {
            lines.Add("None of them is a chat model, so there is no `auto`; each model answers under its own name.");
            return string.Join(Environment.NewLine, lines);
        }

        lines.Add($"Reference: {reference.Id} ({Price(reference)}), because {Why(reference)}.");
        lines.Add("`auto` OBSERVES: every request goes to the reference; each model also answers under its own name.");
        lines.Add(made.Ladder.Count > 1
            ? $"GET /loadline/stats shows what routing over {string.Join(" < ", made.Ladder)} would have spent. Nothing proves its quality yet."
            : "There is no cheaper model of known price to route to, so there is nothing to save yet.");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Price(ModelInfo reference) => reference.Price is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"${known.Input} in, ${known.Output} out per million tokens, list price of {reference.PricesAsOf}")
        : "price unknown";

    private static string Why(ModelInfo reference) => reference.Strength is not null
        ? "it ranks highest among the models found, in the order that vendors give their own families; that is no measurement"
        : "nothing is known of the models found, and it is the first that its server lists";

    private static string Count(int models) => models == 1 ? "1 model" : $"{models} models";
}
