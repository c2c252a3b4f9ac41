namespace Loadline.Core.Policies;

/// <summary>What a bandit chose, and how probable that was.</summary>
/// <param name="Arm">The arm; -1: none may be chosen.</param>
/// <param name="Propensity">The probability of the choice, in (0,1].</param>
/// <param name="Quality">Its estimated quality.</param>
/// <param name="IsTry">Whether another arm had the better estimate.</param>
/// <param name="IsFirst">Whether it was tried because it was judged too seldom, whatever its estimate.</param>
public readonly record struct BanditChoice(int Arm, double Propensity, double Quality, bool IsTry, bool IsFirst = false);
