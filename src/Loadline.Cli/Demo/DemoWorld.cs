using Loadline.Cli.Commands;

namespace Loadline.Cli.Demo;

/// <summary>The simulated world of <c>loadline demo</c>: what each invented model does with each prompt of the workload.</summary>
/// <remarks>Everything follows from the seed: the same seed gives the same table on every machine.</remarks>
internal static class DemoWorld
{
    /// <summary>Milliseconds that reading a thousand input tokens adds before the first token.</summary>
    private const double PrefillMsPerThousandTokens = 40;

    /// <summary>Every prompt of the workload with the outcomes of every model, in the workload's order.</summary>
    public static List<DemoOutcomeRow> BuildOutcomes(int seed)
    {
        var prompts = DemoWorkload.Load();
        var rows = new List<DemoOutcomeRow>(prompts.Count);
        foreach (var prompt in prompts)
        {
            var body = PromptBody.Create("auto", prompt.Prompt, prompt.Messages, prompt.Tools);
            var inputTokens = DemoTokens.Estimate(body.Length);
            var outcomes = new Dictionary<string, DemoOutcome>(StringComparer.Ordinal);
            foreach (var model in DemoModels.All)
            {
                outcomes.Add(model.Name, Answer(model, prompt, inputTokens, seed));
            }

            rows.Add(new DemoOutcomeRow(prompt, body, outcomes));
        }

        return rows;
    }

    /// <summary>Writes the rows as an outcome table (one JSON object a line) and leaves the stream open.</summary>
    public static void WriteOutcomeTable(IEnumerable<DemoOutcomeRow> rows, Stream stream) => DemoOutcomeWriter.Write(rows, stream);

    private static DemoOutcome Answer(SimulatedModel model, DemoPrompt prompt, int inputTokens, int seed)
    {
        var firstTokenMs = FirstTokenMs(model, prompt, inputTokens, seed);
        if (model.RefusalOf(prompt, inputTokens) is { } refusal)
        {
            var sorry = $"[simulated {model.Name}] This model cannot take the request: {refusal}.";
            return new DemoOutcome(0, 0m, inputTokens, 0, sorry, firstTokenMs, firstTokenMs, refusal);
        }

        var outputTokens = DemoAnswer.Tokens(model, prompt, inputTokens, seed);
        return new DemoOutcome(
            DemoSkill.Quality(model, prompt, seed),
            model.CostUsd(inputTokens, outputTokens),
            inputTokens,
            outputTokens,
            DemoAnswer.Text(model, prompt, outputTokens, seed),
            firstTokenMs,
            Math.Round(firstTokenMs + (1000 * outputTokens / model.TokensPerSecond), 1),
            Refusal: null);
    }

    private static double FirstTokenMs(SimulatedModel model, DemoPrompt prompt, int inputTokens, int seed)
    {
        // A waiting time has a long right tail: the median is the model's figure, one in a hundred takes about three times as long.
        var luck = StableHash.Uniform(seed, prompt.Id, model.Name, "first token");
        var jitter = Math.Exp(0.25 * Math.Log(luck / (1 - luck)));
        return Math.Round((model.TimeToFirstTokenMs * jitter) + (PrefillMsPerThousandTokens * inputTokens / 1000), 1);
    }
}
