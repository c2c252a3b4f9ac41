using System.CommandLine;
using Loadline.Cli.Output;
using Loadline.Learning.Evaluation;
using Loadline.Learning.Evaluation.Given;
using Loadline.Learning.Reports;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline eval</c>: train and measure on splits of an outcome table, beside the simple routers.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var table = new Argument<FileInfo>("table") { Description = "The outcome table to measure on (JSON Lines)." };
        var train = new Option<FileInfo?>("--train") { Description = "Train on this table instead; prompts that both have are left out of training." };
        var trainRows = new Option<double>("--train-rows") { Description = "Draw this many training rows (below 1: this share) and measure on the rest." };
        var seeds = new Option<int>("--seeds") { Description = "How often to repeat with another seed.", DefaultValueFactory = _ => 1 };
        var folds = new Option<int>("--folds") { Description = "Folds, where neither of the above is given.", DefaultValueFactory = _ => 5 };
        var models = new Option<string?>("--models") { Description = "Only these models, separated by commas." };
        var groups = new Option<string?>("--groups") { Description = "Measure on rows of these groups only." };
        var reference = new Option<string?>("--reference") { Description = "The model to measure against. Default: the best on the training rows." };
        var keep = new Option<double>("--keep") { Description = "The share of the reference's quality that the quoted knob is chosen to keep, on training rows.", DefaultValueFactory = _ => 0.95 };
        var cascade = new Option<bool>("--cascade") { Description = "Learn a cascade from the answers instead: which steps, and which of their answers to serve." };
        var budget = new Option<double?>("--budget") { Description = "With --cascade: the share of the reference's cost to keep within, at the best quality." };
        var bandit = new Option<string?>("--bandit") { Description = "Replay shuffles of the table (--seeds of them) to a bandit that sees the chosen model's outcome only: linucb or thompson." };
        var costWeight = new Option<double>("--cost-weight") { Description = "With --bandit: how much quality one unit of cost is worth.", DefaultValueFactory = _ => 1 };
        var explore = new Option<double>("--explore") { Description = "With --bandit: the largest share of requests that may be tries.", DefaultValueFactory = _ => 0.1 };
        var width = new Option<double?>("--width") { Description = "With --bandit: how wide an uncertain estimate is taken. Default: 0.7." };
        var first = new Option<int?>("--first") { Description = "With --bandit: the judgements that each model is tried for before its estimate is trusted. Default: 50." };
        var policy = new Option<string?>("--policy") { Description = "Measure this policy instead of training: a name (cheapest, tiered) or as configs write it, `{ kind: fixed, use: small }`." };
        var config = new Option<string?>("--config") { Description = "Measure a route of this config instead of training." };
        var route = new Option<string>("--route") { Description = "Which route of --config.", DefaultValueFactory = _ => "auto" };
        var artifact = new Option<string?>("--artifact") { Description = "Measure this trained artifact instead of training." };
        var embeddings = EmbeddingOptions.Create();
        var json = JsonOption.Create();
        var html = new Option<FileInfo?>("--html") { Description = "Write a report that opens in any browser." };
        var markdown = ReportFiles.Markdown();
        var command = new Command("eval", "Measure routing as the literature does, beside random, length, group, the zero router and the oracle.")
        {
            table, train, trainRows, seeds, folds, models, groups, reference, keep, policy, config, route, artifact, cascade, budget, bandit, costWeight, explore, width, first, json, html, markdown,
        };
        embeddings.AddTo(command);
        command.Validators.Add(parsed =>
        {
            Option[] others = [policy, config, artifact, bandit, cascade];
            if (embeddings.AreIn(parsed) && others.Any(other => parsed.GetResult(other) is { Implicit: false }))
            {
                parsed.AddError("--embeddings are measured beside what is trained here; take out --policy, --config, --artifact, --bandit or --cascade.");
            }
        });
        command.SetAction((parsed, cancellationToken) => UserError.GuardAsync(async () => parsed.GetValue(bandit) is { } algorithm ? BanditEval.Run(
            Matrices.Load(parsed.GetValue(table)!, Matrices.Names(parsed.GetValue(models))),
            algorithm,
            parsed.GetValue(costWeight),
            parsed.GetValue(explore),
            parsed.GetValue(width),
            parsed.GetValue(first),
            Math.Max(1, parsed.GetValue(seeds)),
            parsed.GetValue(json),
            parsed.GetValue(html)) : parsed.GetValue(cascade) ? CascadeEval.Run(
            Matrices.Load(parsed.GetValue(table)!, Matrices.Names(parsed.GetValue(models))),
            parsed.GetValue(reference),
            parsed.GetValue(trainRows) is > 0 and < 1 and var share ? share : 0.5,
            Math.Max(1, parsed.GetValue(seeds)),
            1,
            parsed.GetResult(keep) is null or { Implicit: true } ? 1 : parsed.GetValue(keep),
            parsed.GetValue(budget)) : await RunAsync(
            parsed.GetValue(table)!,
            parsed.GetValue(train),
            Matrices.Names(parsed.GetValue(models)),
            new EvalOptions
            {
                TrainRows = parsed.GetValue(trainRows),
                Seeds = Math.Max(1, parsed.GetValue(seeds)),
                Folds = Math.Max(2, parsed.GetValue(folds)),
                Reference = parsed.GetValue(reference),
                Keep = parsed.GetValue(keep),
                Groups = Matrices.Names(parsed.GetValue(groups)) ?? [],
            },
            new Given(parsed.GetValue(policy), parsed.GetValue(config), parsed.GetValue(route)!, parsed.GetValue(artifact)),
            embeddings.Read(parsed),
            parsed.GetValue(json),
            parsed.GetValue(html),
            parsed.GetValue(markdown),
            cancellationToken).ConfigureAwait(false)));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file,
        FileInfo? train,
        IReadOnlyList<string>? models,
        EvalOptions options,
        Given given,
        EmbeddingOptions.Values? embeddings,
        bool json,
        FileInfo? html,
        FileInfo? markdown,
        CancellationToken cancellationToken)
    {
        var matrix = Matrices.Load(file, models);
        var other = train is null ? null : Matrices.Load(train, matrix.Models);
        if (embeddings is not null)
        {
            var own = await embeddings.GetAsync(matrix, file, cancellationToken).ConfigureAwait(false);
            var others = other is null ? own : await embeddings.GetAsync(other, train!, cancellationToken).ConfigureAwait(false);
            options = options with { Embeddings = table => ReferenceEquals(table, other) ? others : own };
        }

        var report = Evaluate(matrix, other, options with { Given = Routers(new GivenRouters(file, matrix, options.Reference), given) });
        string?[] inputs = [file.FullName, train?.FullName, given.Config, given.Artifact];
        ReportFiles.Write(html, markdown, () => EvalHtml.Write(report), inputs.OfType<string>());

        if (json)
        {
            Console.WriteLine(EvalJson.Write(report));
        }
        else
        {
            EvalWriter.Write(report);
        }

        return ExitCodes.Done;
    }

    private static List<IGivenRouter> Routers(GivenRouters make, Given given)
    {
        var routers = new List<IGivenRouter>();
        if (given.Policy is { } policy)
        {
            routers.Add(make.OfPolicy(policy));
        }

        if (given.Config is { } config)
        {
            routers.Add(make.OfConfig(config, given.Route));
        }

        if (given.Artifact is { } artifact)
        {
            routers.Add(make.OfArtifact(artifact));
        }

        return routers;
    }

    private static EvalReport Evaluate(OutcomeMatrix matrix, OutcomeMatrix? train, EvalOptions options)
    {
        var evaluator = new Evaluator(matrix, options);
        try
        {
            return train is not null ? evaluator.WithOther(train)
                : options.TrainRows > 0 ? evaluator.WithDraws()
                : evaluator.WithFolds();
        }
        catch (ArgumentException error)
        {
            throw new UserError(error.Message);
        }
    }

    private readonly record struct Given(string? Policy, string? Config, string Route, string? Artifact);
}
