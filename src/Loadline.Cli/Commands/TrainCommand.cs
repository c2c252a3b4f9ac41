using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Loadline.Cli.Output;
using Loadline.Core.Predictors;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline train</c>: from an outcome table to a policy artifact.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var table = new Argument<FileInfo>("table") { Description = "The outcome table (JSON Lines)." };
        var output = new Option<FileInfo>("-o", "--output") { Description = "Where the policy artifact is written.", Required = true };
        var models = new Option<string?>("--models") { Description = "Only these models, separated by commas. Default: all of the table." };
        var reference = new Option<string?>("--reference") { Description = "The model to measure against. Default: the best of the table." };
        var predictor = new Option<string?>("--predictor") { Description = "Use this predictor instead of the one that cross-validation picks." };
        var novelty = new Option<double>("--novelty")
        {
            Description = "Of requests like the training rows, the share that may be taken for unlike them and so goes to the reference.",
            DefaultValueFactory = _ => new TrainingOptions().NoveltyShare,
        };
        novelty.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1))
            {
                result.AddError("--novelty takes a share above 0 and below 1, like 0.01.");
            }
        });
        var missing = new Option<string>("--missing") { Description = "Rows without an outcome of every model: left out (skip), or completed by the model's mean (mean).", DefaultValueFactory = _ => "skip" };
        missing.AcceptOnlyFromAmong("skip", "mean");
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same file.", DefaultValueFactory = _ => 1 };
        var semantic = new Option<bool>("--semantic") { Description = "The file has labelled texts instead, {\"text\", \"label\"}: fit a semantic policy's thresholds." };
        var none = new Option<string?>("--none") { Description = "With --semantic: the label of texts that belong to no route." };
        var cascade = new Option<bool>("--cascade") { Description = "Learn from the answers which of them to serve, and write the predictor that a cascade checks with." };
        var keep = new Option<double?>("--keep") { Description = "With --cascade: the share of the reference's quality to reach, at the least cost (1). With --semantic and without --none: the share of examples to accept (0.9)." };
        var budget = new Option<double?>("--budget") { Description = "With --cascade: the share of the reference's cost to keep within, at the best quality." };
        var embeddings = EmbeddingOptions.Create();
        var command = new Command("train", "Learn from an outcome table which model does what well, and write the policy artifact.")
        {
            table, output, models, reference, predictor, novelty, missing, seed, semantic, none, cascade, keep, budget,
        };
        embeddings.AddTo(command);
        command.SetAction((parsed, cancellationToken) => UserError.GuardAsync(async () => parsed.GetValue(semantic)
            ? TrainSemantic.Run(parsed.GetValue(table)!, parsed.GetValue(output)!, parsed.GetValue(none), parsed.GetValue(keep) ?? 0.9)
            : parsed.GetValue(cascade) ? CascadeTrain.Run(
            Matrices.Load(parsed.GetValue(table)!, Matrices.Names(parsed.GetValue(models))),
            parsed.GetValue(reference),
            parsed.GetValue(keep) ?? 1,
            parsed.GetValue(budget),
            parsed.GetValue(seed),
            parsed.GetValue(output)!) : await RunAsync(
            parsed.GetValue(table)!,
            parsed.GetValue(output)!,
            embeddings.Read(parsed),
            Matrices.Names(parsed.GetValue(models)),
            parsed.GetValue(missing) == "mean",
            new TrainingOptions
            {
                Reference = parsed.GetValue(reference),
                Predictor = parsed.GetValue(predictor),
                NoveltyShare = parsed.GetValue(novelty),
                Seed = parsed.GetValue(seed),
            },
            cancellationToken).ConfigureAwait(false)));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo table, FileInfo output, EmbeddingOptions.Values? embeddings, IReadOnlyList<string>? models, bool fill, TrainingOptions options, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var matrix = Matrices.Load(table, models, fill);
        var vectors = embeddings is null ? null : await embeddings.GetAsync(matrix, table, cancellationToken).ConfigureAwait(false);
        var result = Train(matrix, options with { Tables = [Digest(table)], Embeddings = vectors });
        var bytes = PolicyArtifactFile.Write(result.Artifact);
        try
        {
            File.WriteAllBytes(output.FullName, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }

        TrainingWriter.Write(matrix, result, output.Name, bytes.Length, Stopwatch.GetElapsedTime(started));
        return ExitCodes.Done;
    }

    private static TrainingResult Train(OutcomeMatrix matrix, TrainingOptions options)
    {
        try
        {
            return Trainer.Train(matrix, RowFeatures.Of(matrix.Rows), [.. Enumerable.Range(0, matrix.Count)], options);
        }
        catch (ArgumentException error)
        {
            throw new UserError(error.Message);
        }
    }

    /// <summary>The SHA-256 of a table's bytes, as artifacts name the tables they were fitted on.</summary>
    internal static string Digest(FileInfo table)
    {
        using var stream = table.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
