namespace Loadline.Learning.Training;

/// <summary>What a <see cref="LinearTrainer"/> minimises.</summary>
internal enum LinearLoss
{
    /// <summary>Targets are -1 and 1, and only margins below 1 cost: max(0, 1 - y·z)².</summary>
    SquaredHinge,

    /// <summary>Targets are numbers: (z - y)².</summary>
    Squared,
}
