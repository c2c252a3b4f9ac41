using System.Text.Json;
using Loadline.Core.Predictors;
using Loadline.Learning.Calls;
using Loadline.Learning.Tests.Support;
using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Training;

public sealed class EmbeddingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The words know the kind of prompt; only the vectors know which of the sums the small model gets right.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Train_VectorsThatKnowMore_AreKept_NoiseIsNot(bool knows)
    {
        var matrix = SyntheticTable.Create(600);
        var random = new Random(3);
        var vectors = Enumerable.Range(0, matrix.Count).Select(i => Vector(random, knows ? matrix.QualityOf(i, 0) - 0.5f : 0)).ToArray();
        var result = Trainer.Train(
            matrix,
            RowFeatures.Of(matrix.Rows),
            [.. Enumerable.Range(0, matrix.Count)],
            new TrainingOptions { Embeddings = new RowEmbeddings("fake", false, vectors) });
        Assert.Equal(knows, result.Artifact.Embeddings is not null);
        var (with, without) = result.EmbeddingErrors!.Value;
        Assert.True(knows ? with < 0.8 * without : with > 0.97 * without, $"{with:0.0000} with, {without:0.0000} without");
        if (knows)
        {
            var head = PolicyArtifactFile.Read(PolicyArtifactFile.Write(result.Artifact), "a.policy").Embeddings!;
            var cost = KnobMix.For(head.Knobs, 0.95).Cost;
            var costWithout = KnobMix.For(result.Artifact.Knobs, 0.95).Cost;
            Assert.True(cost < costWithout - 0.01, $"{cost:P1} with, {costWithout:P1} without");
            float[] quality = [0.5f, 0.5f];
            head.AddTo(Vector(new Random(1), 0.5f), quality);
            Assert.True(quality[0] > 0.55f, $"{quality[0]}");
        }
    }

    [Fact]
    public void Train_Twice_GivesTheSameBytes()
    {
        var matrix = SyntheticTable.Create(300);
        var random = new Random(3);
        var embeddings = new RowEmbeddings("fake", true, [.. Enumerable.Range(0, matrix.Count).Select(i => Vector(random, matrix.QualityOf(i, 0) - 0.5f))]);
        byte[] Train() => PolicyArtifactFile.Write(Trainer.Train(
            matrix, RowFeatures.Of(matrix.Rows), [.. Enumerable.Range(0, matrix.Count)], new TrainingOptions { Embeddings = embeddings }).Artifact);
        Assert.Equal(Train(), Train());
    }

    [Fact]
    public async Task Get_AsksForEachTextOnce_AndGoesOnWhereItBrokeOff()
    {
        var matrix = SyntheticTable.Create(100);
        var texts = matrix.Keys.Distinct().Count();
        var path = _folder.At("cache");
        using var broken = new StubHandler((body, number) => number == 2 ? (400, "{}") : (200, Reply(body)));
        using (var cache = EmbeddingCache.Open(path, "fake", 4))
        {
            await Assert.ThrowsAsync<EmbeddingException>(() => GetAsync(matrix, broken, cache));
            Assert.InRange(cache.Count, 1, texts - 1);
        }

        File.AppendAllText(path, "{\"model\":\"fake/4\",\"text\":\"12");
        using var handler = new StubHandler((body, _) => (200, Reply(body)));
        int kept;
        using (var cache = EmbeddingCache.Open(path, "fake", 4))
        {
            kept = cache.Count;
            var rows = await GetAsync(matrix, handler, cache);
            Assert.Equal(4, rows.Dimensions);
            Assert.True(rows.AsksDimensions);
            Assert.All(rows.Vectors, vector => Assert.Equal(1, vector.Sum(value => value * value), 4));
        }

        Assert.Equal(texts - kept, handler.Bodies.Sum(body => JsonDocument.Parse(body).RootElement.GetProperty("input").GetArrayLength()));
        Assert.All(handler.Bodies, body => Assert.Contains("\"dimensions\":4", body, StringComparison.Ordinal));
        using var again = EmbeddingCache.Open(path, "fake", 4);
        Assert.Equal(texts, again.Count);
        using var other = new StubHandler((_, _) => (500, ""));
        Assert.Equal(100, (await GetAsync(matrix, other, again)).Vectors.Length);
        Assert.Empty(other.Bodies);
    }

    [Fact]
    public void Cache_OfAnotherModelOrLength_IsNotTaken()
    {
        var path = _folder.At("cache");
        using (var cache = EmbeddingCache.Open(path, "one", null))
        {
            cache.Add(7, [1, 2]);
        }

        Assert.Equal(0, Count("two", null));
        Assert.Equal(0, Count("one", 2));
        Assert.Equal(1, Count("one", null));

        int Count(string model, int? dimensions)
        {
            using var cache = EmbeddingCache.Open(path, model, dimensions);
            return cache.Count;
        }
    }

    private static Task<RowEmbeddings> GetAsync(OutcomeMatrix matrix, StubHandler handler, EmbeddingCache cache)
    {
        var http = new HttpMessageInvoker(handler, disposeHandler: false);
        var caller = new EmbeddingCaller(http, new Uri("http://127.0.0.1:9/v1/embeddings"), null, "fake", 4, TimeProvider.System, new Random(1));
        return RowEmbeddings.GetAsync(matrix.Rows, caller, cache, _ => { }, CancellationToken.None);
    }

    // In the wrong order, which `index` puts right.
    private static string Reply(string body)
    {
        var count = JsonDocument.Parse(body).RootElement.GetProperty("input").GetArrayLength();
        return "{\"data\":[" + string.Join(',', Enumerable.Range(0, count).Reverse().Select(i => $"{{\"index\":{i},\"embedding\":[{i + 1},0.5,0,1]}}")) + "]}";
    }

    private static float[] Vector(Random random, float signal)
    {
        var vector = new float[16];
        for (var d = 0; d < vector.Length; d++)
        {
            vector[d] = (random.NextSingle() - 0.5f) * 0.2f;
        }

        vector[0] += signal;
        EmbeddingText.Normalise(vector);
        return vector;
    }
}
