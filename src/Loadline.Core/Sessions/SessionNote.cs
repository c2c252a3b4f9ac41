using System.Globalization;
using Loadline.Core.Runtime;

namespace Loadline.Core.Sessions;

/// <summary>The part that the session before a request played in its decision.</summary>
/// <param name="Key">The session's key; 0: the route does not look at sessions.</param>
/// <param name="Move">What it did with the policy's choice.</param>
/// <param name="Held">The position in the pool of what the session was with; -1 where there was none.</param>
/// <param name="Wished">The position in the pool of what the policy wanted.</param>
/// <param name="Regret">USD that staying has cost so far, this turn included.</param>
/// <param name="Gain">USD that moving was expected to gain.</param>
/// <param name="Needed">USD that it had to exceed: margin and lost cache.</param>
public readonly record struct SessionNote(ulong Key, SessionMove Move, int Held, int Wished, double Regret, double Gain, double Needed)
{
    /// <summary>Says it in a sentence; <see langword="null"/> where the session changed nothing.</summary>
    public string? Explain(CandidateSet candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return Move switch
        {
            SessionMove.Stayed => Text($"session: stays with {Name(candidates, Held)}, though the policy wants {Name(candidates, Wished)}: moving gains ${Gain:0.000000}, and ${Needed:0.000000} is needed"),
            SessionMove.MovedDown => Text($"session: moves from {Name(candidates, Held)} to {Name(candidates, Wished)}: that gains ${Gain:0.000000}, and ${Needed:0.000000} was needed"),
            SessionMove.MovedUp => Text($"session: follows the policy from {Name(candidates, Held)} to {Name(candidates, Wished)}"),
            SessionMove.RaisedEffort => Text($"session: a higher effort of {Name(candidates, Held)} before {Name(candidates, Wished)}"),
            SessionMove.Left => "session: has to leave the model it was with, which cannot serve this",
            _ => null,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Name(CandidateSet candidates, int index) => index >= 0 ? candidates.All[index].Name : "the reference";
}
