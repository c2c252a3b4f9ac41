using System.Globalization;
using System.Text;
using Loadline.Core.Caching;
using Loadline.Core.Predictors;

namespace Loadline.Learning.Caching;

/// <summary>Asks every question of a cache that holds all kept ones, as the gateway's would.</summary>
/// <remarks>So an asked question meets not only its own partner but whatever of the others is nearest, which is what goes wrong in a full cache.</remarks>
public static class CacheTrial
{
    /// <summary>Asks a cache that compares requests as they are.</summary>
    public static IReadOnlyList<NearestKept> ByText(CacheQuestions questions) => ByKey(questions, static text => text);

    /// <summary>Asks a cache that compares the wording.</summary>
    public static IReadOnlyList<NearestKept> ByWording(CacheQuestions questions) => ByKey(questions, static text => Wording.Key(text)?.ToString("x32", CultureInfo.InvariantCulture));

    /// <summary>Asks a cache that compares vectors.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="vectors">Their vectors by text, of length one; a text without one is compared with nothing.</param>
    /// <param name="guarded">Whether <see cref="Particulars"/> must agree, as they must in the gateway.</param>
    public static IReadOnlyList<NearestKept> ByMeaning(CacheQuestions questions, IReadOnlyDictionary<string, float[]> vectors, bool guarded = true)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(vectors);
        var kept = questions.Kept.Where(IsCompared).GroupBy(question => guarded ? Particulars.Key(question.Text) : 0)
            .ToDictionary(group => group.Key, group => group.Select(question => (question.Answer, Vector: vectors[question.Text])).ToArray());
        var found = new NearestKept[questions.Asked.Count];
        Parallel.For(0, found.Length, i =>
        {
            var asked = questions.Asked[i];
            found[i] = IsCompared(asked) && kept.TryGetValue(guarded ? Particulars.Key(asked.Text) : 0, out var near)
                ? Nearest(asked.Answer, vectors[asked.Text], near) : NearestKept.None;
        });
        return found;

        bool IsCompared(CacheQuestion question) =>
            Encoding.UTF8.GetByteCount(question.Text) <= SemanticCacheConfig.MostBytes && vectors.ContainsKey(question.Text);
    }

    private static NearestKept Nearest(int answer, float[] vector, (int Answer, float[] Vector)[] kept)
    {
        var best = NearestKept.None;
        foreach (ref readonly var one in kept.AsSpan())
        {
            var similarity = EmbeddingText.Similarity(vector, one.Vector);
            best = similarity > best.Similarity ? new NearestKept(similarity, one.Answer == answer) : best;
        }

        return best;
    }

    // The last that was kept, as in the gateway.
    private static NearestKept[] ByKey(CacheQuestions questions, Func<string, string?> keyOf)
    {
        ArgumentNullException.ThrowIfNull(questions);
        var kept = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var question in questions.Kept)
        {
            if (keyOf(question.Text) is { } key)
            {
                kept[key] = question.Answer;
            }
        }

        return [.. questions.Asked.Select(asked => keyOf(asked.Text) is { } key && kept.TryGetValue(key, out var answer)
            ? new NearestKept(1, answer == asked.Answer) : NearestKept.None)];
    }
}
