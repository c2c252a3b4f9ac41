using System.Text;
using System.Text.Json;
using Loadline.Cli.Commands;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;

namespace Loadline.Cli.Tests.Samples;

/// <summary>A line of a recipe's <c>cases.jsonl</c>: a request and where it must go.</summary>
internal sealed record SampleCase(int Line, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers, string Model, string? Rule);

/// <summary>Finds the recipes, their configs and their cases.</summary>
internal static class SampleCases
{
    private static string Root { get; } = FindRoot();

    public static IEnumerable<string> Recipes => Directory.GetDirectories(Root)
        .Where(folder => File.Exists(Path.Combine(folder, "cases.jsonl"))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public static RuntimeSnapshot Snapshot(string recipe)
    {
        var path = Path.Combine(Root, recipe, "loadline.yaml");
        var result = ConfigReader.Read(File.ReadAllBytes(path), path, static _ => null);
        Assert.True(result.Config is not null, string.Join('\n', result.Errors));
        return SnapshotBuilder.Build(result.Config, null, BuiltInCatalog.Instance);
    }

    public static IEnumerable<SampleCase> Of(string recipe) => File.ReadLines(Path.Combine(Root, recipe, "cases.jsonl")).Select(Parse);

    private static SampleCase Parse(string line, int index)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new SampleCase(
            index + 1,
            root.TryGetProperty("body", out var body) ? Encoding.UTF8.GetBytes(body.GetRawText()) : PromptBody.Create("auto", root.GetProperty("prompt").GetString()!),
            root.TryGetProperty("headers", out var headers) ? [.. headers.EnumerateObject().Select(h => KeyValuePair.Create(h.Name, h.Value.GetString()!))] : [],
            root.GetProperty("expect").GetString()!,
            root.TryGetProperty("expectRule", out var rule) ? rule.GetString() : null);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Loadline.slnx")))
            {
                return Path.Combine(folder.FullName, "samples");
            }
        }

        throw new DirectoryNotFoundException("No Loadline.slnx above the test's own folder.");
    }
}
