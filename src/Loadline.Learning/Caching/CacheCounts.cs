namespace Loadline.Learning.Caching;

/// <summary>What a cache would have given at one threshold.</summary>
/// <param name="Same">Questions that a kept answer serves.</param>
/// <param name="Right">Those of them that would have got it.</param>
/// <param name="Strangers">Questions whose nearest kept question has another answer, or that have none to be compared with.</param>
/// <param name="Wrong">Those of them that would have got a wrong answer.</param>
public readonly record struct CacheCounts(int Same, int Right, int Strangers, int Wrong)
{
    /// <summary>Gets the share of questions with a kept answer that would have got it.</summary>
    public double HitRate => Same == 0 ? 0 : (double)Right / Same;

    /// <summary>Gets the share of questions without their answer among what is nearest that would have got a wrong one.</summary>
    public double FalseHitRate => Strangers == 0 ? 0 : (double)Wrong / Strangers;

    /// <summary>Counts.</summary>
    /// <param name="questions">What was asked.</param>
    /// <param name="found">What was nearest to each.</param>
    /// <param name="threshold">The similarity from which on an answer is given.</param>
    public static CacheCounts At(CacheQuestions questions, IReadOnlyList<NearestKept> found, double threshold)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(found);
        return new CacheCounts(
            questions.Asked.Count(question => question.Answer != CacheQuestion.Unknown),
            found.Count(one => one.IsRight && one.Similarity >= threshold),
            found.Count(one => !one.IsRight),
            found.Count(one => !one.IsRight && one.Similarity >= threshold));
    }
}
