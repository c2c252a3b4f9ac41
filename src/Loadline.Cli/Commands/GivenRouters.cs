using System.Globalization;
using System.Text;
using System.Text.Json;
using Loadline.Cli.Replay;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Policies;
using Loadline.Core.Predictors;
using Loadline.Learning.Evaluation.Given;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary>The routers that <c>loadline eval</c> is told to measure instead of training its own.</summary>
internal sealed class GivenRouters(FileInfo file, OutcomeMatrix matrix, string? reference)
{
    private const string Route = "auto";

    /// <summary>A route of a config.</summary>
    public IGivenRouter OfConfig(string path, string route)
    {
        Demand("--config");
        return Guard(() => new PolicyRouter(Configs.Build(Configs.Load(path)), route, route) { Models = matrix.Models });
    }

    /// <summary>A policy by its name, or as configs write it, over all models of the table at prices that come out right on average.</summary>
    public IGivenRouter OfPolicy(string text)
    {
        Demand("--policy");
        var table = new OutcomeTable(matrix.Rows);
        var config = ReplayConfig.Create(table);
        var auto = config.Routes[0] with { Pool = [.. matrix.Models], Reference = reference ?? config.Routes[0].Reference };
        auto = text == auto.Policy.Kind ? auto : auto with { Policy = Read(text, auto) };
        return Guard(() => new PolicyRouter(Configs.Build(config with { Routes = [auto] }), Route, auto.Policy.Kind) { Models = matrix.Models });
    }

    /// <summary>An artifact, along all its knobs.</summary>
    public IGivenRouter OfArtifact(string path)
    {
        try
        {
            var artifact = PolicyArtifactFile.Load(path);
            var note = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}: {artifact.Predictor}, trained on {artifact.Rows} rows");
            if (artifact.Tables.Contains(TrainCommand.Digest(file), StringComparer.Ordinal))
            {
                note += "; TRAINED ON THIS VERY TABLE: its figures say nothing of requests it has not seen";
                Console.Error.WriteLine($"WARNING: {Path.GetFileName(path)} was trained on {file.Name} itself. Measure it on rows that it has not seen.");
            }

            return new ArtifactRouter(artifact, note);
        }
        catch (PolicyArtifactException error)
        {
            throw new UserError(error.Message);
        }
    }

    // Through the reader of configs, so that a policy means here what it means there, and its errors are the same.
    private PolicyConfig Read(string text, RouteConfig route)
    {
        var yaml = new StringBuilder("version: 1\nproviders: { table: { dialect: simulated } }\nmodels:\n");
        foreach (var model in matrix.Models)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  {Quote(model)}: {{ provider: table, name: {Quote(model)}, price: {{ input: 1, output: 1 }} }}\n");
        }

        yaml.Append(CultureInfo.InvariantCulture, $"routes:\n  {Route}:\n    pool: [{string.Join(", ", matrix.Models.Select(Quote))}]\n    reference: {Quote(route.Reference)}\n")
            .Append("    mode: enforce\n    quality: uncertified\n    policy: ").Append(text).Append('\n');
        var result = ConfigReader.Read(yaml.ToString(), "--policy", static _ => null);
        return result.Config is { } config
            ? config.Routes[0].Policy
            : throw new UserError(string.Join('\n', result.Errors.Select(error => $"{error.Message}. {error.Suggestion}")));
    }

    private static string Quote(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    private void Demand(string option)
    {
        if (Array.Find(matrix.Rows, row => row.Prompt is null && row.Messages is null) is { } bare)
        {
            throw new UserError($"{option} needs prompts, and row '{bare.Id}' has features only. --artifact can be measured on features.");
        }
    }

    private static PolicyRouter Guard(Func<PolicyRouter> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            throw new UserError(error.Message);
        }
    }
}
