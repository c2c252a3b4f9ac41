using Loadline.Core.Outcomes;

namespace Loadline.Learning.Caching;

/// <summary>Questions with known answers, to see what a semantic cache would have given again.</summary>
/// <param name="Kept">The questions whose answers are kept.</param>
/// <param name="Asked">The questions that are asked.</param>
public sealed record CacheQuestions(IReadOnlyList<CacheQuestion> Kept, IReadOnlyList<CacheQuestion> Asked)
{
    /// <summary>Makes them of pairs: every first question is kept, every second is asked. The same first question, written twice, is one.</summary>
    public static CacheQuestions OfPairs(IEnumerable<QuestionPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var kept = new Dictionary<UInt128, CacheQuestion>();
        var asked = new List<CacheQuestion>();
        foreach (var pair in pairs)
        {
            var key = PromptKey.OfText(pair.First);
            kept.TryAdd(key, new CacheQuestion(pair.First, kept.Count));
            asked.Add(new CacheQuestion(pair.Second, pair.IsSame ? kept[key].Answer : CacheQuestion.Unknown));
        }

        return new CacheQuestions([.. kept.Values], asked);
    }
}
