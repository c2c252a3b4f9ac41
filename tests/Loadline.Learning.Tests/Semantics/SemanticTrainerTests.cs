using System.Text.Json;
using Loadline.Core.Predictors;
using Loadline.Core.Semantics;
using Loadline.Learning.Semantics;
using Loadline.Learning.Training;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Learning.Tests.Semantics;

public sealed class SemanticTrainerTests(ITestOutputHelper output)
{
    [Fact]
    public void Train_MoreKept_LowersThresholds()
    {
        SemanticExamples[] routes =
        [
            new("refund", ["give me my money back", "I want a refund", "refund this order", "money back please", "return and refund"], null),
            new("weather", ["will it rain today", "weather for tomorrow", "is it sunny outside", "how hot is it", "rain this week"], null),
        ];
        var strict = SemanticTrainer.Train(routes, [], 0.5).Artifact.Routes;
        var loose = SemanticTrainer.Train(routes, [], 0.95).Artifact.Routes;
        Assert.All(strict.Zip(loose), pair => Assert.True(pair.First.Threshold > pair.Second.Threshold));
        Assert.Equal(SemanticArtifact.Read(new SemanticArtifact(loose).Write()).Digest, new SemanticArtifact(loose).Digest);
    }

    [Fact]
    public void Train_Strangers_SetTheBorder()
    {
        SemanticExamples[] routes = [new("refund", ["give me my money back", "I want a refund now", "refund this order", "money back for my order"], null)];
        var trained = SemanticTrainer.Train(routes, ["will it rain today", "sing me a song", "order of the planets", "my back hurts"], 0.95);
        Assert.True(trained.Refused >= 3);
        Assert.True(trained.Accepted >= 3);
    }

    // Ten utterances of each of 150 intents, the first by a hash; thresholds from them alone, or with CLINC's out-of-scope train split.
    [DataFact("prompts/clinc150.jsonl")]
    public void Clinc150_TenUtterancesAnIntent_BesideTheFullDataClassifier()
    {
        var rows = File.ReadLines(DataFolder.Path("prompts/clinc150.jsonl")).Select(Read).ToLookup(row => row.Split);
        var routes = rows["train"].GroupBy(row => row.Label).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new SemanticExamples(group.Key, [.. group.Select(row => row.Text).OrderBy(Order).Take(10)], null)).ToList();
        Assert.Equal(150, routes.Count);
        var alone = SemanticTrainer.Train(routes, [], 0.9);
        var both = SemanticTrainer.Train(routes, [.. rows["oos_train"].Select(row => row.Text)], 0.9);
        var accuracy = Report("no threshold", [.. routes.Select(route => route with { Threshold = 0 })], rows).Accuracy;
        var fixedOne = Report("one threshold of 0.2", [.. routes.Select(route => route with { Threshold = 0.2 })], rows);
        var fitted = Report("thresholds fitted, keep 90 %", alone.Artifact.Routes, rows);
        var seen = Report("thresholds fitted with 100 out-of-scope texts", both.Artifact.Routes, rows);
        var classifier = TextClassifier.Fit([.. rows["train"].Select(row => row.Text)], [.. rows["train"].Select(row => row.Label)]);
        var full = classifier.Classify([.. rows["test"].Select(row => row.Text)]).Zip(rows["test"]).Average(pair => pair.First.Label == pair.Second.Label ? 1.0 : 0);
        output.WriteLine(FormattableString.Invariant($"classifier on all 15,000 utterances: accuracy {full:P2}"));
        Assert.True(accuracy > 0.75 && full > 0.93);
        Assert.True(fitted.Refused > 0.5 && fitted.Right > 0.65);
        Assert.True(seen.Refused > fixedOne.Refused && seen.Refused > 0.8);
    }

    private (double Accuracy, double Right, double Refused) Report(
        string name, IReadOnlyList<SemanticExamples> routes, ILookup<string, (string Split, string Text, string Label)> rows)
    {
        var index = SemanticIndex.Build([.. routes.Select(route => route.Texts)]);
        var features = new FeatureVector();
        var matches = rows["test"].Select(row => (Match: Find(row.Text), row.Label)).ToList();
        var accuracy = matches.Average(pair => routes[Math.Max(0, pair.Match.Route)].Name == pair.Label ? 1.0 : 0);
        var accepted = matches.Where(pair => pair.Match.Score >= routes[Math.Max(0, pair.Match.Route)].Threshold).ToList();
        var right = accepted.Count(pair => routes[pair.Match.Route].Name == pair.Label) / (double)matches.Count;
        var refused = rows["oos_test"].Average(row => Find(row.Text) is var match && match.Score < routes[Math.Max(0, match.Route)].Threshold ? 1.0 : 0);
        output.WriteLine(FormattableString.Invariant(
            $"{name}: nearest right {accuracy:P2}; answered {accepted.Count / (double)matches.Count:P2} of in-scope, {right * matches.Count / accepted.Count:P2} of those right; right of all {right:P2}; out of scope abstained {refused:P2}"));
        return (accuracy, right, refused);

        SemanticMatch Find(string text)
        {
            SemanticIndex.Extract(text, features);
            return index.Find(features);
        }
    }

    private static uint Order(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash ^ (hash >> 15);
    }

    private static (string Split, string Text, string Label) Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        return (json.RootElement.GetProperty("split").GetString()!, json.RootElement.GetProperty("text").GetString()!, json.RootElement.GetProperty("label").GetString()!);
    }
}
