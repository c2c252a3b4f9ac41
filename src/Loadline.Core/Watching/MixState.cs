namespace Loadline.Core.Watching;

/// <summary>What a <see cref="MixWatch"/> remembers.</summary>
/// <param name="Recent">How much of each segment there was lately: weights that fade.</param>
/// <param name="Bets">The bet on each kind of segment.</param>
public sealed record MixState(IReadOnlyDictionary<string, double> Recent, IReadOnlyDictionary<string, BetState> Bets);
