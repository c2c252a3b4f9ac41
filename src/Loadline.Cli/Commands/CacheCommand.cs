using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Loadline.Core.Outcomes;
using Loadline.Learning.Caching;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline cache fit</c>: what a cache would give again of labelled pairs of questions, and from which similarity on.</summary>
internal static class CacheCommand
{
    public static Command Create() => new("cache", "See what a cache of answers would give again.") { Fit() };

    private static Command Fit()
    {
        var file = new Argument<FileInfo>("PAIRS") { Description = "Pairs of questions, one a line: {\"a\": kept, \"b\": asked, \"same\": whether a's answer serves b}." };
        var bound = new Option<double>("--bound") { Description = "The most that the rate of false hits may be.", DefaultValueFactory = _ => 0.01 };
        var confidence = new Option<double>("--confidence") { Description = "With what confidence.", DefaultValueFactory = _ => 0.95 };
        var embeddings = EmbeddingOptions.Create();
        var command = new Command("fit", "Count hits and false hits on labelled pairs; with --embeddings, find the smallest threshold that keeps a bound.") { file, bound, confidence };
        embeddings.AddTo(command);
        command.SetAction((parsed, cancelled) => UserError.GuardAsync(() => RunAsync(
            parsed.GetValue(file)!, Share(parsed.GetValue(bound), "--bound"), Share(parsed.GetValue(confidence), "--confidence"), embeddings.Read(parsed), cancelled)));
        return command;
    }

    private static double Share(double value, string name) =>
        value is > 0 and < 1 ? value : throw new UserError(name + " must be a share above 0 and below 1, such as 0.01.");

    private static async Task<int> RunAsync(FileInfo file, double bound, double confidence, EmbeddingOptions.Values? embeddings, CancellationToken cancellationToken)
    {
        var questions = CacheQuestions.OfPairs(Read(file));
        if (questions.Asked.Count == 0)
        {
            throw new UserError(file.Name + " has no pairs.");
        }

        Console.WriteLine(Line($"{questions.Asked.Count} questions asked of a cache that keeps {questions.Kept.Count}:"));
        Write("exact", questions, CacheTrial.ByText(questions), 1);
        Write("wording: on", questions, CacheTrial.ByWording(questions), 1);
        if (embeddings is null)
        {
            Console.WriteLine("For a threshold by meaning, name the model that will embed: --embeddings URL --embedding-model NAME");
            return ExitCodes.Done;
        }

        var found = CacheTrial.ByMeaning(questions, await VectorsAsync(questions, file, embeddings, cancellationToken).ConfigureAwait(false));
        var fit = ThresholdFit.Fit(questions, found, bound, confidence);
        if (fit.Threshold is not { } threshold)
        {
            Console.WriteLine(Line($"No threshold keeps false hits below {bound:0.###%} with {confidence:0.#%} confidence: at 1, {Rate(fit.Counts.Wrong, fit.Counts.Strangers)}."));
            Console.WriteLine(Line($"At least {ThresholdFit.RowsFor(bound, confidence)} questions with another answer are needed, and none of those a false hit."));
            return ExitCodes.Failed;
        }

        Write(Line($"threshold {threshold:0.000}"), questions, found, threshold);
        Console.WriteLine(Line($"With {confidence:0.#%} confidence at most {fit.Upper:0.##%} false hits, where requests are like these questions. In the route's config:"));
        Console.WriteLine(Line($"  cache: {{ exact: 10m, semantic: {{ threshold: {threshold:0.000}, embeddings: {{ model: NAME }} }} }}"));
        return ExitCodes.Done;
    }

    private static async Task<Dictionary<string, float[]>> VectorsAsync(
        CacheQuestions questions, FileInfo file, EmbeddingOptions.Values embeddings, CancellationToken cancellationToken)
    {
        var texts = questions.Kept.Concat(questions.Asked).Select(question => question.Text).Distinct(StringComparer.Ordinal).ToList();
        var rows = texts.Select((text, i) => new OutcomeRow { Id = i.ToString(CultureInfo.InvariantCulture), Prompt = text, Outcomes = [] }).ToList();
        var found = await embeddings.GetAsync(rows, file.Name, file, cancellationToken).ConfigureAwait(false);
        return texts.Zip(found.Vectors).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    private static void Write(string name, CacheQuestions questions, IReadOnlyList<NearestKept> found, double threshold)
    {
        var counts = CacheCounts.At(questions, found, threshold);
        Console.WriteLine(Line($"  {name,-16} hits {Rate(counts.Right, counts.Same),-22} false hits {Rate(counts.Wrong, counts.Strangers)}"));
    }

    private static string Rate(int part, int whole) => Line($"{(whole == 0 ? 0 : (double)part / whole):0.##%} ({part} of {whole})");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static List<QuestionPair> Read(FileInfo file)
    {
        var pairs = new List<QuestionPair>();
        var number = 0;
        try
        {
            foreach (var line in File.ReadLines(file.FullName))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    using var json = JsonDocument.Parse(line);
                    var pair = json.RootElement;
                    pairs.Add(new QuestionPair(Text(pair, "a"), Text(pair, "b"), pair.GetProperty("same").GetBoolean()));
                }
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserError(Line($"{file.Name}, line {number}: write {{\"a\": \"…\", \"b\": \"…\", \"same\": true}}, one a line."));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }

        return pairs;
    }

    private static string Text(JsonElement pair, string name) =>
        pair.GetProperty(name).GetString() is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text) ? text : throw new JsonException("No text.");
}
