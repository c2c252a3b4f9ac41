using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Tests.Evaluation;

public sealed class CalibrationTests
{
    [Fact]
    public void Error_ExpectationsThatHold_IsNothing()
        => Assert.Equal(0, Calibration.Error([.. Enumerable.Repeat(0.5, 20)], [.. Enumerable.Range(0, 20).Select(i => (double)(i % 2))]), 9);

    [Fact]
    public void Error_AlwaysATenthTooHigh_IsATenth()
        => Assert.Equal(0.1, Calibration.Error([.. Enumerable.Repeat(0.6, 20)], [.. Enumerable.Range(0, 20).Select(i => (double)(i % 2))]), 9);
}
