using System.Text.Json;
using Loadline.Learning.Training;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Learning.Tests.Training;

public sealed class TextClassifierTests(ITestOutputHelper output)
{
    [Fact]
    public void Classify_TwoPlainKinds_TellsThemApart()
    {
        var classifier = TextClassifier.Fit(
            ["add two and three", "add seven and nine", "say hello to Anna", "say hello to Bert"], ["sum", "sum", "greet", "greet"]);
        Assert.Equal(["sum", "greet"], classifier.Classify(["add one and four", "say hello to Carla"]).Select(result => result.Label));
    }

    [Fact]
    public void Fit_OneLabel_IsRefused() => Assert.Throws<ArgumentException>(() => TextClassifier.Fit(["a", "b"], ["x", "x"]));

    // Published: bag-of-words SVM 91.0, BERT 96.9. Fitted on the train split; the border to out of scope is set on the validation splits.
    [DataFact("prompts/clinc150.jsonl")]
    public void Clinc150_StandardSplits_IsAboveBagOfWords()
    {
        var rows = File.ReadLines(DataFolder.Path("prompts/clinc150.jsonl")).Select(Read).ToLookup(row => row.Split);
        var classifier = TextClassifier.Fit([.. rows["train"].Select(row => row.Text)], [.. rows["train"].Select(row => row.Label)]);
        var border = Border(Scored(classifier, rows["val"]), Scored(classifier, rows["oos_val"]));
        var test = Scored(classifier, rows["test"]);
        var accuracy = test.Average(row => row.Right ? 1.0 : 0);
        var held = test.Average(row => row.Right && row.Score >= border ? 1.0 : 0);
        var recall = Scored(classifier, rows["oos_test"]).Average(row => row.Score < border ? 1.0 : 0);
        output.WriteLine($"in-scope accuracy {accuracy:P2}; with the border {held:P2} and out-of-scope recall {recall:P2}");
        Assert.Equal(4500, test.Count);
        Assert.True(accuracy >= 0.94, $"{accuracy:P2}");
        Assert.True(recall >= 0.5, $"{recall:P2}");
    }

    private static float Border(List<(bool Right, float Score)> inScope, List<(bool Right, float Score)> outOfScope) =>
        inScope.Concat(outOfScope).Select(row => row.Score).Order().Where((_, i) => i % 10 == 0)
            .MaxBy(border => inScope.Average(row => row.Right && row.Score >= border ? 1.0 : 0) + outOfScope.Average(row => row.Score < border ? 1.0 : 0));

    private static List<(bool Right, float Score)> Scored(TextClassifier classifier, IEnumerable<(string Split, string Text, string Label)> rows)
    {
        var list = rows.ToList();
        return [.. classifier.Classify(list.ConvertAll(row => row.Text)).Select((result, i) => (result.Label == list[i].Label, result.Score))];
    }

    private static (string Split, string Text, string Label) Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        return (json.RootElement.GetProperty("split").GetString()!, json.RootElement.GetProperty("text").GetString()!, json.RootElement.GetProperty("label").GetString()!);
    }
}
