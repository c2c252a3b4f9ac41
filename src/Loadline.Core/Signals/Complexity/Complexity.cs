namespace Loadline.Core.Signals;

/// <summary>How hard a request looks, and why.</summary>
/// <remarks>
/// The score joins its parts as independent evidence: 1 − Π(1 − weight · part), weights in <see cref="ComplexityParts"/>. So one strong sign
/// is enough (a one-line proof is not trivial), many weak ones add up, and nothing takes away. Below 0.3: greetings, simple facts, short FAQ.
/// From 0.3 to 0.6: everyday work, such as summaries, mails, small scripts and expert questions of one line. From 0.6: proofs, exam problems
/// with calculation, long or many-step tasks, programs to a specification, agents at work. It ranks requests by their looks and is no estimate
/// of any model's quality: on prompts of one kind and length it tells little more than chance.
/// </remarks>
public readonly struct Complexity
{
    private readonly ComplexityValues _parts;

    internal Complexity(in ComplexityValues parts)
    {
        _parts = parts;
        var ease = 1f;
        for (var part = ComplexityPart.Task; part <= ComplexityPart.Unread; part++)
        {
            ease *= 1 - (ComplexityParts.WeightOf(part) * parts[part]);
        }

        Score = 1 - ease;
    }

    private Complexity(float score)
    {
        _parts = default;
        Score = score;
    }

    /// <summary>A score that was computed before, without the parts that made it so.</summary>
    public static Complexity OfScore(float score) => new(score);

    /// <summary>Gets the score, 0 to 1.</summary>
    public float Score { get; }

    /// <summary>How full a part is, 0 to 1.</summary>
    public float this[ComplexityPart part] => _parts[part];
}
