using System.Globalization;
using Loadline.Core.Predictors;
using Loadline.Learning.Training;
using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Prints what training tried, what it picked, and what the knobs buy.</summary>
internal static class TrainingWriter
{
    private static readonly double[] Keeps = [1, 0.99, 0.98, 0.95, 0.90];

    public static void Write(OutcomeMatrix matrix, TrainingResult result, string file, int bytes, TimeSpan elapsed)
    {
        var console = Consoles.Output();
        var artifact = result.Artifact;
        console.MarkupLine(Markup.Escape(
            $"{matrix.Name}: {Count(matrix.Count)} rows, {matrix.Models.Count} models, reference {artifact.Reference}"
            + (result.Tasks > 0 ? $"; {result.Tasks} tasks, inferred right {Percent(result.TaskAccuracy)} out of fold." : "; no task labels.")));
        if (matrix.Incomplete > 0)
        {
            console.MarkupLine($"[yellow]{Count(matrix.Incomplete)} rows lack an outcome of some model and were left out.[/]");
        }

        console.Write(Tried(matrix, result));
        if (artifact.HasCosts)
        {
            console.Write(Knobs(artifact));
        }
        else
        {
            console.MarkupLine("The table has no costs: the policy serves the best predicted quality.");
        }

        if (result.LengthErrors is { } errors)
        {
            console.MarkupLine(Markup.Escape(string.Create(
                CultureInfo.InvariantCulture,
                $"Output lengths are {errors.Expected:0} tokens off on average out of fold; each model's mean would be {errors.Mean:0}.")));
        }

        if (result.EmbeddingErrors is { } embedded)
        {
            console.MarkupLine(Markup.Escape(string.Create(
                CultureInfo.InvariantCulture,
                $"Embeddings: squared error {embedded.With:0.0000} out of fold, {embedded.Without:0.0000} without; ")
                + (artifact.Embeddings is { } head ? $"kept. {Kept(artifact, head)}" : "they do not help, and the artifact has none.")));
        }

        console.MarkupLine(Markup.Escape(
            $"{file}: {Count(bytes / 1024)} KB, digest {artifact.Digest[..16]}…, {elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s."));
    }

    private static string Kept(PolicyArtifact artifact, EmbeddingHead head)
    {
        const double Keep = 0.95;
        return artifact.HasCosts
            ? $"{Percent(Keep)} of the reference's quality for {Percent(KnobMix.For(head.Knobs, Keep).Cost)} of its cost with them, {Percent(KnobMix.For(artifact.Knobs, Keep).Cost)} without."
            : "";
    }

    private static Table Tried(OutcomeMatrix matrix, TrainingResult result)
    {
        var table = new Table().Title("[bold]Tried on training rows, out of fold[/]").Border(TableBorder.Rounded);
        table.AddColumns("predictor", matrix.HasCosts ? "mean cost to keep 85-99 %" : "1 - mean quality of groups", "squared error", "calibration error", "what it believes");
        foreach (var tried in result.Tried)
        {
            var name = tried == result.Chosen ? $"[bold]{tried.Name} (chosen)[/]" : tried.Name;
            table.AddRow(
                name,
                matrix.HasCosts ? Percent(tried.Score) : tried.Score.ToString("0.0000", CultureInfo.InvariantCulture),
                tried.Error.ToString("0.0000", CultureInfo.InvariantCulture),
                tried.CalibrationError.ToString("0.000", CultureInfo.InvariantCulture) + (tried.IsCalibrated ? " (isotonic)" : ""),
                Markup.Escape(tried.Summary));
        }

        return table;
    }

    private static Table Knobs(PolicyArtifact artifact)
    {
        var table = new Table().Title("[bold]What the knob buys, out of fold[/]").Border(TableBorder.Rounded);
        table.AddColumns("keep", "quality of the reference's", "cost of the reference's");
        foreach (var keep in Keeps)
        {
            var mix = KnobMix.For(artifact.Knobs, keep);
            table.AddRow(Percent(keep), Percent(mix.Keep), Percent(mix.Cost));
        }

        return table;
    }

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
