using System.Globalization;
using System.Text.Json;
using Loadline.Core.Semantics;
using Loadline.Learning.Semantics;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline train --semantic</c>: from labelled texts to a semantic policy's examples and thresholds.</summary>
internal static class TrainSemantic
{
    public static int Run(FileInfo texts, FileInfo output, string? none, double keep)
    {
        if (keep is not (> 0 and < 1))
        {
            throw new UserError("--keep must be a share above 0 and below 1, such as 0.9.");
        }

        var rows = Read(texts);
        var routes = rows.Where(row => row.Label != none).GroupBy(row => row.Label, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new SemanticExamples(group.Key, [.. group.Select(row => row.Text).Distinct(StringComparer.Ordinal)], null)).ToList();
        if (routes.Count is 0 or > SemanticIndex.MostRoutes || routes.Find(route => route.Texts.Count < 2) is { })
        {
            throw new UserError($"From 1 to {SemanticIndex.MostRoutes} labels are needed, each with two different texts at least.");
        }

        var trained = SemanticTrainer.Train(routes, [.. rows.Where(row => row.Label == none).Select(row => row.Text)], keep);
        try
        {
            File.WriteAllBytes(output.FullName, trained.Artifact.Write());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }

        Write(trained, output.Name);
        return ExitCodes.Done;
    }

    private static void Write(SemanticTraining trained, string file)
    {
        var text = Console.Out;
        text.WriteLine(Line($"{trained.Artifact.Routes.Count} routes, {trained.Examples} examples, each scored by an index that had not seen it:"));
        text.WriteLine(Line($"  nearest to its own route   {Share(trained.Right, trained.Examples)}"));
        text.WriteLine(Line($"  above its route's border   {Share(trained.Accepted, trained.Examples)}"));
        if (trained.Others > 0)
        {
            text.WriteLine(Line($"  of {trained.Others} others abstained   {Share(trained.Refused, trained.Others)} (the borders were fitted on them)"));
        }

        text.WriteLine($"Wrote {file}. In the config: policy: {{ kind: semantic, artifact: {file}, use: {{ {trained.Artifact.Routes[0].Name}: MODEL }} }}");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Share(int part, int whole) => (100.0 * part / Math.Max(1, whole)).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static List<(string Text, string Label)> Read(FileInfo file)
    {
        var rows = new List<(string, string)>();
        var number = 0;
        try
        {
            foreach (var line in File.ReadLines(file.FullName))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    using var json = JsonDocument.Parse(line);
                    rows.Add((json.RootElement.GetProperty("text").GetString()!, json.RootElement.GetProperty("label").GetString()!));
                }
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserError(Line($"{file.Name}, line {number}: write {{\"text\": \"…\", \"label\": \"…\"}}, one a line."));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }

        return rows;
    }
}
