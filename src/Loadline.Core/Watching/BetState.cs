namespace Loadline.Core.Watching;

/// <summary>What a <see cref="ChangeBet"/> remembers: wealth that has been bet from the first value on, and from later ones.</summary>
/// <param name="First">Wealth of the half that bets from the first value on, by bettor.</param>
/// <param name="Later">Wealth of what began later, by bettor.</param>
/// <param name="Seen">The values seen.</param>
public sealed record BetState(double[] First, double[] Later, long Seen)
{
    /// <summary>Gets the mean of late values, by how far back bettors look; empty in states of earlier versions, which bet fixed stakes.</summary>
    public double[] Means { get; init; } = [];

    /// <summary>Gets the mean of their squares.</summary>
    public double[] Squares { get; init; } = [];
}
