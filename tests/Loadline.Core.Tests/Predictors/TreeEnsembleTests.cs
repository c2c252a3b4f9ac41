using Loadline.Core.Predictors;

namespace Loadline.Core.Tests.Predictors;

public sealed class TreeEnsembleTests
{
    // Input 1 above 0.5? On the left input 0 above 2, on the right input 0 above -1. Leaves for two models.
    private static readonly TreeEnsemble Tree = new()
    {
        Depth = 2,
        Inputs = [1, 0, 0],
        Borders = [0.5f, 2, -1],
        Leaves = [1, 10, 2, 20, 3, 30, 4, 40],
    };

    [Theory]
    [InlineData(0, 0, 1, 10)]
    [InlineData(3, 0.5f, 2, 20)]
    [InlineData(-1, 0.6f, 3, 30)]
    [InlineData(0, 1, 4, 40)]
    public void AddTo_Inputs_AddsTheLeafOfEachModel(float first, float second, float left, float right)
    {
        float[] quality = [100, 200];
        Tree.AddTo([first, second], quality);
        Assert.Equal([100 + left, 200 + right], quality);
    }

    [Fact]
    public void Fits_InputThatIsNotThere_DoesNot()
    {
        Assert.True(Tree.Fits(2, 2));
        Assert.False(Tree.Fits(1, 2));
        Assert.False(Tree.Fits(2, 3));
    }
}
