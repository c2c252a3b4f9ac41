using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Training;

public sealed class RidgeTests
{
    // (A + diag(1, 2)) x = b with A = [[3, 1], [1, 2]] and b = (9, 14): [[4, 1], [1, 4]] x = b has x = (22/15, 47/15).
    [Fact]
    public void Solve_TwoByTwo_IsTheSolutionByHand()
    {
        var x = Ridge.Solve([3, 1, 1, 2], [1, 2], [9, 14], 1);
        Assert.Equal(22.0 / 15, x[0], 9);
        Assert.Equal(47.0 / 15, x[1], 9);
    }

    [Fact]
    public void Solve_ColumnThatIsOff_IsExactlyNothing()
        => Assert.Equal(0, Ridge.Solve([3, 1, 1, 2], [1, StackPenalties.Off], [9, 14], 1)[1]);
}
