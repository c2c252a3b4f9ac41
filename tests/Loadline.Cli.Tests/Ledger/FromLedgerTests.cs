using System.Text;
using Loadline.Cli.Commands;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Storage.Sqlite;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Ledger;

/// <summary>A route trains on its own history, and what it learns does not depend on whether prompts were kept.</summary>
public sealed class FromLedgerTests : IDisposable
{
    private const string Gsm8k = "outcomes/routellm-gsm8k.jsonl";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DataFact(Gsm8k)]
    public async Task Train_ContentOff_DecidesAsTrainedOnThePrompts()
    {
        var table = OutcomeTable.Load(DataFolder.Path(Gsm8k));
        await GradedLedger.WriteAsync(table, At("on.db"), content: true);
        await GradedLedger.WriteAsync(table, At("off.db"), content: false);

        // Both ledgers hold the same features.
        var withText = await TableAsync("on.db", "text.jsonl");
        var withFeatures = await TableAsync("on.db", "features.jsonl", "--features-only");
        var withoutContent = await TableAsync("off.db", "off.jsonl");
        Assert.Equal(table.Rows.Count, withText.Rows.Count);
        Assert.All(withText.Rows, row => Assert.NotNull(row.Messages));
        Assert.All(withoutContent.Rows, row => Assert.True(row is { Messages: null, Prompt: null, Features: not null }));
        Assert.Equal(Features(withFeatures), Features(withoutContent));
        Assert.DoesNotContain(table.Rows[0].Prompt![..40], await File.ReadAllTextAsync(At("off.jsonl")), StringComparison.Ordinal);

        // At one and the same knob: which corners the hull of knobs has turns on the last digit.
        var (artifact, other) = (await TrainAsync("text.jsonl"), await TrainAsync("features.jsonl"));
        var lambda = artifact.Knobs[artifact.Knobs.Count / 2].Lambda;
        var (byText, byFeatures) = (Decisions(artifact, lambda, table), Decisions(other, lambda, table));
        var agreed = byText.Zip(byFeatures).Count(pair => pair.First == pair.Second);
        Assert.Equal(artifact.Predictor, other.Predictor);
        Assert.True(byText.Distinct().Count() > 1);
        Assert.InRange(agreed / (double)byText.Count, 0.97, 1);
    }

    [DataFact(Gsm8k)]
    public async Task FromLedger_FeaturesOnly_LeavesTheTextOut()
    {
        var table = new OutcomeTable([.. OutcomeTable.Load(DataFolder.Path(Gsm8k)).Rows.Take(20)]);
        await GradedLedger.WriteAsync(table, At("on.db"), content: true);
        var made = await TableAsync("on.db", "made.jsonl", "--features-only");

        Assert.All(made.Rows, row => Assert.NotNull(row.Features));
        Assert.Equal(ExitCodes.BadInput, await RunAsync("replay", "--outcomes", At("made.jsonl")));
    }

    [Fact]
    public async Task FromLedger_NothingGraded_SaysWhyAndWritesNothing()
    {
        await using (SqliteLedger.Open(new SqliteLedgerOptions(At("empty.db"))))
        {
        }

        Assert.Equal(ExitCodes.BadInput, await RunAsync("outcomes", "from-ledger", "--ledger", At("empty.db"), "-o", At("none.jsonl")));
        Assert.False(File.Exists(At("none.jsonl")));
    }

    private static List<string> Features(OutcomeTable table) =>
        [.. table.Rows.Select(row => Convert.ToBase64String(row.Features!.Data.Span))];

    private async Task<OutcomeTable> TableAsync(string ledger, string table, params string[] more)
    {
        string[] arguments = ["outcomes", "from-ledger", "--ledger", At(ledger), "-o", At(table), .. more];
        Assert.Equal(ExitCodes.Done, await RunAsync(arguments));
        return OutcomeTable.Load(At(table));
    }

    private async Task<PolicyArtifact> TrainAsync(string table)
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("train", At(table), "-o", At(table + ".policy")));
        return PolicyArtifactFile.Load(At(table + ".policy"));
    }

    private static List<int> Decisions(PolicyArtifact artifact, double lambda, OutcomeTable table)
    {
        var predictor = new QualityPredictor(artifact.Weights);
        var (vector, prediction) = (new Core.Predictors.FeatureVector(), new Prediction());
        return [.. table.Rows.Select(row =>
        {
            var text = Encoding.UTF8.GetBytes(row.Prompt!);
            FeatureExtractor.Extract(text, ConversationFacts.SingleMessage(text.Length), vector);
            predictor.Predict(vector, prediction);
            return prediction.Quality[0] - (lambda * prediction.Cost[0]) > prediction.Quality[1] - (lambda * prediction.Cost[1]) ? 0 : 1;
        })];
    }

    private string At(string file) => Path.Combine(_folder.Path, file);

    private static Task<int> RunAsync(params string[] arguments) => RootCommands.Create().Parse(arguments).InvokeAsync();
}
