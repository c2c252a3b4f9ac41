using System.Text;
using System.Text.Json;
using Loadline.Core.Signals.Language;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Core.Tests.Signals.Language;

/// <summary>Accuracy on single sentences of the 30 languages with most speakers among those of the file; nothing was fitted on it.</summary>
public sealed class LanguageAccuracyTests
{
    private const string Largest = "en zh hi es ar fr bn pt ru ur id de ja mr te tr ta vi tl ko fa sw it th gu pa pl uk yo ro";

    private readonly ITestOutputHelper _output;

    public LanguageAccuracyTests(ITestOutputHelper output) => _output = output;

    [DataFact("prompts/languages.jsonl")]
    public void Detect_SentencesOfLargestLanguages_IsRight()
    {
        var rows = File.ReadLines(DataFolder.Path("prompts/languages.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(e => (Label: e.GetProperty("label").GetString()!, Guess: Detect(e.GetProperty("text").GetString()!)))
            .ToLookup(r => r.Label, r => r.Guess);
        var accuracies = Largest.Split(' ').Select(code => (Code: code, Share: rows[code].Count(g => g == code) / (double)rows[code].Count())).ToArray();
        _output.WriteLine(string.Join("  ", accuracies.Select(a => $"{a.Code} {a.Share:F2}")));
        var all = accuracies.Average(a => a.Share);
        var english = rows["en"].Count(g => g is "en" or LanguageGuess.Undetermined) / (double)rows["en"].Count();
        _output.WriteLine($"mean of {accuracies.Length}: {all:P1}; English taken for another language: {1 - english:P1}");
        Assert.True(all >= 0.96, $"accuracy {all:P1}");
        Assert.True(accuracies.Min(a => a.Share) >= 0.70, "a language fell below 70 %");
    }

    private static string Detect(string text) => LanguageDetector.Detect(Encoding.UTF8.GetBytes(text)).Code;
}
