namespace Loadline.Core.Watching;

/// <summary>What a <see cref="ChangeBet"/> remembers: of each stake, the wealth that has been bet from the first value on, and from later ones.</summary>
/// <param name="First">Wealth of the half that bets from the first value on, by stake.</param>
/// <param name="Later">Wealth of what began later, by stake.</param>
/// <param name="Seen">The values seen.</param>
public sealed record BetState(double[] First, double[] Later, long Seen);
