using System.CommandLine;
using System.Globalization;
using Loadline.Cli.Collect;
using Loadline.Learning.Collecting;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline outcomes collect</c>.</summary>
internal static class OutcomesCollect
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "The config.", DefaultValueFactory = _ => "loadline.yaml" };
        var route = new Option<string>("--route") { Description = "The route whose candidates are asked.", DefaultValueFactory = _ => "auto" };
        var models = new Option<string?>("--models") { Description = "Only these of them: a,b." };
        var prompts = new Option<FileInfo>("--prompts") { Description = "The prompts: JSON Lines with `prompt` or `messages`; `id`, `group`, `answer`, `grader` as there are.", Required = true };
        var output = new Option<FileInfo>("--output", "-o") { Description = "The table to write.", Required = true };
        var grader = new Option<string?>("--grader") { Description = "A grader's name, a kind (numeric), or a definition in JSON. Rows may name their own in `grader`." };
        var maxUsd = new Option<decimal>("--max-usd") { Description = "The most this run may spend.", DefaultValueFactory = _ => 5 };
        var rate = new Option<string?>("--rate") { Description = "The most calls: 5/s, 300/m. Default: no limit." };
        var concurrency = new Option<int>("--concurrency") { Description = "Calls under way at once.", DefaultValueFactory = _ => 8 };
        var maxOutput = new Option<int>("--max-output") { Description = "The most tokens of an answer; bounds what a call can cost.", DefaultValueFactory = _ => 1024 };
        var limitField = new Option<string>("--limit-field") { Description = "What the providers call that limit.", DefaultValueFactory = _ => "max_completion_tokens" };
        var resume = new Option<bool>("--resume") { Description = "Go on with a table that is there: what it has is not asked again." };
        var unpriced = new Option<bool>("--allow-unpriced") { Description = "Ask models without a price too, although nothing then caps what they cost." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Begin without asking." };
        var json = JsonOption.Create();
        var command = new Command("collect", "Ask every candidate of a route every prompt, grade the answers, and write an outcome table. Estimates the cost first.")
        {
            config, route, models, prompts, output, grader, maxUsd, rate, concurrency, maxOutput, limitField, resume, unpriced, yes, json,
        };
        command.SetAction((parsed, cancellationToken) => OutcomesCommand.GuardAsync(() => new CollectRun
        {
            ConfigPath = parsed.GetValue(config)!,
            Route = parsed.GetValue(route)!,
            Models = parsed.GetValue(models)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Prompts = parsed.GetValue(prompts)!,
            Output = parsed.GetValue(output)!,
            Grader = parsed.GetValue(grader),
            Resume = parsed.GetValue(resume),
            AllowUnpriced = parsed.GetValue(unpriced),
            Yes = parsed.GetValue(yes),
            Json = parsed.GetValue(json),
            Options = new CollectOptions
            {
                MaxUsd = parsed.GetValue(maxUsd),
                Spacing = Spacing(parsed.GetValue(rate)),
                Concurrency = Math.Max(1, parsed.GetValue(concurrency)),
                MaxOutput = Math.Max(1, parsed.GetValue(maxOutput)),
                ExpectedOutput = Math.Min(256, Math.Max(1, parsed.GetValue(maxOutput))),
                LimitField = parsed.GetValue(limitField)!,
            },
        }.RunAsync(cancellationToken)));
        return command;
    }

    private static TimeSpan Spacing(string? rate)
    {
        if (rate is null)
        {
            return TimeSpan.Zero;
        }

        var parts = rate.Split('/');
        var seconds = parts.Length == 2 ? parts[1].Trim() switch { "s" => 1.0, "m" or "min" => 60, "h" => 3600, _ => 0 } : 0;
        return seconds > 0 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var calls) && calls > 0
            ? TimeSpan.FromSeconds(seconds / calls)
            : throw new UserError($"'{rate}' is no rate. Write --rate 5/s or --rate 300/m.");
    }
}
