using System.Globalization;
using System.Text.Json;
using Loadline.Learning.Caching;
using Loadline.Testing;

namespace Loadline.Quality;

/// <summary>What a cache gives again by text, by wording and by n-grams: of edited questions (hits), of changed ones and of others (false hits).</summary>
/// <remarks>
/// Half of a set's questions are kept, the other half asked as they are: strangers, of which the nearest kept one has another answer. The kept
/// ones are asked in edited words (the same answer serves) and with something changed (it does not). The threshold is fitted on edits of one half
/// of the kept questions and of the strangers, and counted on those of the other.
/// </remarks>
internal static class SemanticCache
{
    private const double Bound = 0.01;
    private const double Confidence = 0.95;
    private const int Most = 4_000;
    private const double NoThreshold = 1.01;

    public static void Run(int seed)
    {
        Console.WriteLine(Line($"what a cache gives again, seed {seed}: with n-grams false hits at most {Bound:0 %} at {Confidence:0 %} confidence, fitted on one half and counted on the other"));
        foreach (var (name, file, property) in new[] { ("gsm8k", "outcomes/routellm-gsm8k.jsonl", "prompt"), ("mmlu", "outcomes/routellm-mmlu.jsonl", "prompt"), ("arena-hard", "prompts/arena-hard-v2.jsonl", "prompt") })
        {
            Edited(name, Texts(file, property), seed);
        }

        Spoken();
    }

    private static void Edited(string name, List<string> texts, int seed)
    {
        var random = new Random(seed);
        var distinct = texts.Distinct(StringComparer.Ordinal).Where(text => text.Length < 2_000).ToArray();
        Console.WriteLine(Line($"{name}: {texts.Count} questions, of which the exact cache answers {(double)(texts.Count - texts.Distinct(StringComparer.Ordinal).Count()) / texts.Count:0.0 %} again"));
        random.Shuffle(distinct);
        var all = distinct.Take(Most).ToArray();
        var kept = all.Take(all.Length / 2).Select((text, i) => new CacheQuestion(text, i)).ToArray();
        List<Kind> kinds =
        [
            .. CacheEdits.Keeping.Select(edit => new Kind(edit.Kind, true, [.. kept.Select(one => Edit(one, edit.Edit, random, true)).OfType<CacheQuestion>()])),
            .. CacheEdits.Changing.Select(edit => new Kind(edit.Kind, false, [.. kept.Select(one => Edit(one, edit.Edit, random, false)).OfType<CacheQuestion>()])),
            new Kind("other questions", false, [.. all.Skip(all.Length / 2).Select(text => new CacheQuestion(text, CacheQuestion.Unknown))]),
        ];
        Report("by text", kept, kinds, CacheTrial.ByText, null);
        Report("by wording", kept, kinds, CacheTrial.ByWording, null);
        var vectors = HashedVectors.Of([.. kept.Select(one => one.Text), .. kinds.SelectMany(kind => kind.Questions).Select(one => one.Text)]);
        foreach (var guarded in new[] { true, false })
        {
            IReadOnlyList<NearestKept> Trial(CacheQuestions questions) => CacheTrial.ByMeaning(questions, vectors, guarded);
            var fit = Half(kept, kinds, 0);
            var fitted = ThresholdFit.Fit(fit, Trial(fit), Bound, Confidence);
            Report(guarded ? "by n-grams, particulars agree" : "by n-grams alone", kept, kinds, Trial, fitted.Threshold ?? NoThreshold);
        }
    }

    private static CacheQuestion? Edit(CacheQuestion question, Func<string, Random, string?> edit, Random random, bool keeps) =>
        edit(question.Text, random) is { } text && text != question.Text ? new CacheQuestion(text, keeps ? question.Answer : CacheQuestion.Unknown) : null;

    private static void Report(string name, CacheQuestion[] kept, List<Kind> kinds, Func<CacheQuestions, IReadOnlyList<NearestKept>> trial, double? fitted)
    {
        var threshold = fitted ?? 1;
        var test = Half(kept, kinds, 1);
        var counts = CacheCounts.At(test, trial(test), threshold);
        var words = fitted is null ? "" : fitted > 1 ? ", no threshold keeps the bound" : Line($", threshold {fitted}");
        Console.WriteLine(Line($"  {name}{words} | hits {counts.HitRate:0.0 %} of {counts.Same} | false hits {counts.FalseHitRate:0.00 %} of {counts.Strangers}"));
        if (fitted > 1)
        {
            return;
        }

        foreach (var kind in kinds)
        {
            var one = Half(kept, [kind], 1);
            var of = CacheCounts.At(one, trial(one), threshold);
            Console.WriteLine(Line($"    {(kind.Keeps ? "hits      " : "false hits")} {kind.Name,-20} {(double)(kind.Keeps ? of.Right : of.Wrong) / one.Asked.Count,7:0.0 %} of {one.Asked.Count}"));
        }
    }

    private static CacheQuestions Half(CacheQuestion[] kept, List<Kind> kinds, int half) =>
        new(kept, [.. kinds.SelectMany(kind => kind.Questions.Where((_, i) => i % 2 == half))]);

    // Utterances that people wrote for 150 intents; of one intent one answer serves, as of a desk with canned answers.
    private static void Spoken()
    {
        var rows = Rows("prompts/clinc150.jsonl").Select(row => (Text: Word(row, "text"), Label: Word(row, "label"), Split: Word(row, "split"))).ToList();
        var labels = rows.Select(row => row.Label).Distinct().ToList();
        int Answer(string label) => label == "oos" ? CacheQuestion.Unknown : labels.IndexOf(label);
        CacheQuestion[] kept = [.. rows.Where(row => row.Split == "train").Select(row => new CacheQuestion(row.Text, Answer(row.Label)))];
        CacheQuestions Of(params string[] splits) => new(kept, [.. rows.Where(row => splits.Contains(row.Split)).Select(row => new CacheQuestion(row.Text, Answer(row.Label)))]);
        Console.WriteLine(Line($"clinc150, one answer an intent: {kept.Length} kept, fitted on the validation splits, counted on the test splits"));
        var (fit, test) = (Of("val", "oos_val"), Of("test", "oos_test"));
        Spoken("by text", test, CacheTrial.ByText(test), 1);
        Spoken("by wording", test, CacheTrial.ByWording(test), 1);
        var vectors = HashedVectors.Of(rows.Select(row => row.Text));
        foreach (var (guarded, bound) in new[] { (true, 0.01), (true, 0.05), (false, 0.01), (false, 0.05) })
        {
            var fitted = ThresholdFit.Fit(fit, CacheTrial.ByMeaning(fit, vectors, guarded), bound, Confidence);
            Spoken(Line($"by n-grams{(guarded ? ", particulars agree" : " alone")}, bound {bound:0 %}, threshold {fitted.Threshold}"), test, CacheTrial.ByMeaning(test, vectors, guarded), fitted.Threshold ?? NoThreshold);
        }
    }

    private static void Spoken(string name, CacheQuestions test, IReadOnlyList<NearestKept> found, double threshold)
    {
        var counts = CacheCounts.At(test, found, threshold);
        Console.WriteLine(Line($"  {name} | hits {counts.HitRate:0.0 %} of {counts.Same} | false hits {counts.FalseHitRate:0.00 %} of {counts.Strangers}; of what was given {(double)counts.Wrong / Math.Max(1, counts.Wrong + counts.Right):0.0 %} was wrong"));
    }

    private static List<string> Texts(string file, string property) => [.. Rows(file).Select(row => Word(row, property))];

    private static List<JsonElement> Rows(string file) => [.. File.ReadLines(DataFolder.Path(file)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Word(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Kind(string Name, bool Keeps, CacheQuestion[] Questions);
}
