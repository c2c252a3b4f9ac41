using Loadline.Core.Facts;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Learning.Calls;

namespace Loadline.Learning.Training;

/// <summary>The embeddings of a table's rows, each of length one.</summary>
/// <param name="Model">The model's name at the endpoint.</param>
/// <param name="AsksDimensions">Whether the endpoint is asked for a length of its vectors.</param>
/// <param name="Vectors">One for each row.</param>
public sealed record RowEmbeddings(string Model, bool AsksDimensions, float[][] Vectors)
{
    private const int BatchTexts = 32;
    private const int Calls = 4;

    /// <summary>Gets the length of each vector.</summary>
    public int Dimensions => Vectors[0].Length;

    /// <summary>Gets every row's embedding, from the cache where it has it.</summary>
    /// <param name="rows">The rows; what is embedded is the last user message, as when serving.</param>
    /// <param name="caller">The endpoint.</param>
    /// <param name="cache">What was asked before; grows.</param>
    /// <param name="progress">Told how many texts have still to be asked for.</param>
    /// <param name="cancellationToken">Ends the asking; what came is kept.</param>
    /// <exception cref="EmbeddingException">They cannot be had, or do not fit together.</exception>
    public static async Task<RowEmbeddings> GetAsync(
        IReadOnlyList<OutcomeRow> rows, EmbeddingCaller caller, EmbeddingCache cache, Action<int> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(progress);
        var (keys, texts) = Texts(rows);
        var missing = texts.Where(text => cache.Find(text.Key) is null).ToList();
        progress(missing.Count);
        await Parallel.ForEachAsync(
            missing.Chunk(BatchTexts),
            new ParallelOptions { MaxDegreeOfParallelism = Calls, CancellationToken = cancellationToken },
            async (batch, cancelled) =>
            {
                var vectors = await caller.EmbedAsync([.. batch.Select(text => text.Value)], cancelled).ConfigureAwait(false);
                for (var i = 0; i < batch.Length; i++)
                {
                    cache.Add(batch[i].Key, vectors[i]);
                }
            }).ConfigureAwait(false);
        return new RowEmbeddings(caller.Model, caller.Dimensions is not null, Checked([.. keys.Select(key => (float[])cache.Find(key)!.Clone())], rows));
    }

    private static (UInt128[] Keys, Dictionary<UInt128, string> Texts) Texts(IReadOnlyList<OutcomeRow> rows)
    {
        var keys = new UInt128[rows.Count];
        var texts = new Dictionary<UInt128, string>();
        var facts = new RequestFacts();
        for (var i = 0; i < rows.Count; i++)
        {
            var message = RowText.LastUser(rows[i], facts);
            if (message.IsEmpty)
            {
                throw new EmbeddingException($"Row '{rows[i].Id}' has no user's text to embed. Train without --embeddings, or leave such rows out.");
            }

            keys[i] = PromptKey.OfText(System.Text.Encoding.UTF8.GetString(message));
            texts.TryAdd(keys[i], EmbeddingText.Of(message));
        }

        return (keys, texts);
    }

    private static float[][] Checked(float[][] vectors, IReadOnlyList<OutcomeRow> rows)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            if (vectors[i].Length != vectors[0].Length || vectors[i].Length > EmbeddingText.MostDimensions)
            {
                throw new EmbeddingException(
                    $"The embeddings of rows '{rows[0].Id}' and '{rows[i].Id}' have {vectors[0].Length} and {vectors[i].Length} numbers; they must have equally many, at most {EmbeddingText.MostDimensions}.");
            }

            if (!EmbeddingText.Normalise(vectors[i]))
            {
                throw new EmbeddingException($"The embedding of row '{rows[i].Id}' is no direction: all zeros, or not finite.");
            }
        }

        return vectors;
    }
}
