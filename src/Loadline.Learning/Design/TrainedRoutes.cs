using System.Globalization;
using Loadline.Core.Predictors;
using Loadline.Learning.Certification;
using Loadline.Learning.Training;

namespace Loadline.Learning.Design;

/// <summary>Routes by a trained predictor, one for each of its settings.</summary>
internal static class TrainedRoutes
{
    public const string Family = "trained";
    public const string File = "auto.policy";

    /// <summary>Trains on rows, writes the artifact, and lists its settings.</summary>
    public static IEnumerable<DesignSetting> Of(OutcomeMatrix matrix, int[] train, int reference, DesignOptions options)
    {
        var trained = Trainer.Train(
            matrix, RowFeatures.Of(matrix.Rows), train, new TrainingOptions { Reference = matrix.Models[reference], Seed = options.Seed }).Artifact;
        System.IO.File.WriteAllBytes(Path.Combine(options.Folder, File), PolicyArtifactFile.Write(trained));

        // Evidence is over these models only: another one would be chosen by its luck on few rows.
        var pool = trained.CertifiedModels;
        return trained.Steps.Select(step => new DesignSetting(
            Family,
            string.Create(CultureInfo.InvariantCulture, $"what `{File}` expects to be worth its cost, among {pool.Count} models (lambda {step.Lambda:0.####})"),
            new RouteText(pool, trained.Reference, string.Create(CultureInfo.InvariantCulture, $"{{ kind: predictive, artifact: {File}, lambda: {step.Lambda:0.##########} }}"), []),
            new PathStep(null, step.Evidence)));
    }
}
