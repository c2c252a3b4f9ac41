namespace Loadline.Core.Watching;

/// <summary>What a <see cref="LineBet"/> remembers; <see langword="null"/> for a part that the line has not.</summary>
public sealed record LineBetState(BetState? Keep, BetState? Lose);
