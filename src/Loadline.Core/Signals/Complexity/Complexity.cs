namespace Loadline.Core.Signals;

/// <summary>How hard a request looks, and why.</summary>
/// <remarks>
/// The score joins its parts as independent evidence: 1 − Π(1 − weight · part). So one strong sign is enough (a one-line proof is not trivial),
/// many weak ones add up, and nothing takes away. Below 0.3: greetings, simple facts, short FAQ. From 0.3 to 0.6: everyday work: summaries, mails, small
/// scripts, school and exam questions. From 0.6: proofs, expert dilemmas, programs to a specification, agents at work. It ranks requests
/// by their looks; how much a model's quality depends on it is for the bench to say.
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

    /// <summary>Gets the score, 0 to 1.</summary>
    public float Score { get; }

    /// <summary>How full a part is, 0 to 1.</summary>
    public float this[ComplexityPart part] => _parts[part];
}
