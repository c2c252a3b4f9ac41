namespace Loadline.Core.Watching;

/// <summary>What a <see cref="ShiftWatch"/> remembers.</summary>
/// <param name="Count">The values of the beginning, up to those it is made of.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Down">The bet that the mean fell.</param>
/// <param name="Up">The bet that it rose.</param>
public sealed record ShiftState(int Count, double Sum, BetState? Down, BetState? Up)
{
    /// <summary>Gets by how much the weights of those values fall short of their number; 0 where each weighs 1.</summary>
    public double Missing { get; init; }
}
