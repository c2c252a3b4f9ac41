using System.Globalization;
using System.Text.Json;
using Loadline.Core.Outcomes;
using Loadline.Learning.Evaluation;
using Loadline.Learning.Training;
using Loadline.Testing;

namespace Loadline.Quality;

/// <summary>What novelty sends to the reference: of mmlu-pro, half of which trained, and of traffic that is something else.</summary>
/// <remarks>
/// mmlu-pro's prompts end in lettered options, which hardly anything else has. So the same is measured with that sign taken away: trained on
/// prompts whose options were cut off; and turned round: other prompts, each followed by the options of a row of mmlu-pro.
/// </remarks>
internal static class Novelty
{
    private const string Trained = "mmlu-pro";

    // Rows of MMLU: multiple choice, too, in the same fields, so that little of it should be novel.
    private const int SameForm = 2000;

    private enum Form
    {
        AsTheyAre,
        OptionsCut,
        OptionsAdded,
    }

    public static void Run(int seeds, double[] shares)
    {
        var table = Load(Trained);
        var cut = OutcomeMatrix.Of(new OutcomeTable([.. table.Rows.Select(row => row with { Prompt = Question(row.Prompt!) })]), Trained, table.Models);
        var others = Others();
        Console.WriteLine($"novelty, trained on half of {Trained}, {seeds} seeds; of each kind of request the share that goes to the reference: mean (least)");
        foreach (var form in Enum.GetValues<Form>())
        {
            Console.WriteLine($"{Words(form)} | asked for, bound from | {Trained}, other half | " + string.Join(" | ", others.Select(one => $"{one.Name} ({one.Rows.Count})")));
            var matrix = form == Form.OptionsCut ? cut : table;
            var draws = Enumerable.Range(1, seeds).Select(seed => Draw(matrix, others, form, seed)).ToList();
            foreach (var share in shares)
            {
                Print(share, "training rows, out of fold", [.. draws.Select(draw => draw.At(draw.Bound(share)))]);
                Print(share, "rows held out", [.. draws.Select(draw => draw.AtHeldOut(share))]);
            }
        }
    }

    private static Measured Draw(OutcomeMatrix matrix, List<(string Name, IReadOnlyList<OutcomeRow> Rows)> others, Form form, int seed)
    {
        var (train, rest) = Folds.Draw(matrix.Keys, matrix.Count / 2, seed);
        var features = RowFeatures.Of(matrix.Rows);
        var result = Trainer.Train(matrix, features, train, new TrainingOptions { Seed = seed });
        var weights = result.Artifact.Weights;
        var random = new Random(seed);
        string Form(string prompt) => form == Novelty.Form.OptionsAdded ? prompt + Options(matrix.Rows[rest[random.Next(rest.Length)]].Prompt!) : prompt;
        return new Measured(
            result.NoveltyBoundOf,
            PredictorScores.Novelty(weights, [.. rest.Select(row => matrix.Rows[row])]),
            others.ConvertAll(one => PredictorScores.Novelty(weights, [.. one.Rows.Select(row => row with { Prompt = Form(row.Prompt!) })])),
            random);
    }

    private static void Print(double share, string from, List<double[]> found)
    {
        var cells = Enumerable.Range(0, found[0].Length).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{found.Average(one => one[i]):0.0%} ({found.Min(one => one[i]):0.0%})"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  | {share:0.0%}, {from} | {string.Join(" | ", cells)}"));
    }

    private static string Words(Form form) => form switch
    {
        Form.OptionsCut => $"trained on {Trained} without its options",
        Form.OptionsAdded => $"each other prompt with the options of a row of {Trained}",
        _ => "as they are",
    };

    private static int OptionsAt(string prompt) => prompt.IndexOf("\nA. ", StringComparison.Ordinal) is >= 0 and var at ? at : prompt.Length;

    private static string Question(string prompt) => prompt[..OptionsAt(prompt)];

    private static string Options(string prompt) => prompt[OptionsAt(prompt)..];

    private static List<(string Name, IReadOnlyList<OutcomeRow> Rows)> Others()
    {
        var languages = File.ReadLines(DataFolder.Path("prompts/languages.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        IReadOnlyList<OutcomeRow> Spoken(bool isEnglish) =>
            [.. languages.Where(one => one.GetProperty("label").ValueEquals("en") == isEnglish).Select((one, i) => new OutcomeRow
            {
                Id = i.ToString(CultureInfo.InvariantCulture), Prompt = one.GetProperty("text").GetString(), Outcomes = [],
            })];
        return
        [
            ("MMLU", [.. OutcomeTable.Load(DataFolder.Path("outcomes/routellm-mmlu.jsonl")).Rows.Take(SameForm)]),
            ("GSM8K", Rows("routellm-gsm8k", "gsm8k")),
            ("MBPP", Rows("routerdc-ood", "mbpp")),
            ("MBPP with tests", [.. Rows("routerbench-train", "mbpp"), .. Rows("routerbench-test", "mbpp")]),
            ("74 languages", Spoken(isEnglish: false)),
            ("English", Spoken(isEnglish: true)),
        ];
    }

    private static IReadOnlyList<OutcomeRow> Rows(string name, string group) =>
        [.. OutcomeTable.Load(DataFolder.Path($"outcomes/{name}.jsonl")).Rows.Where(row => row.Group == group)];

    private static OutcomeMatrix Load(string name) => OutcomeMatrix.Of(OutcomeTable.Load(DataFolder.Path($"outcomes/{name}.jsonl")), name);

    private sealed class Measured(Func<double, float> bound, float[] rest, List<float[]> others, Random random)
    {
        public float Bound(double share) => bound(share);

        public double[] At(float most) => [Above(rest, most), .. others.Select(one => Above(one, most))];

        /// <summary>The bound from one half of the rows that did not train, false fallback on the other half.</summary>
        public double[] AtHeldOut(double share)
        {
            random.Shuffle(rest);
            var half = rest.Length / 2;
            var sorted = rest[..half].Order().ToArray();
            var most = sorted[Math.Clamp((int)Math.Ceiling((half + 1) * (1 - share)) - 1, 0, half - 1)];
            return [Above(rest[half..], most), .. others.Select(one => Above(one, most))];
        }

        private static double Above(float[] values, float most) => values.Count(value => value > most) / (double)values.Length;
    }
}
