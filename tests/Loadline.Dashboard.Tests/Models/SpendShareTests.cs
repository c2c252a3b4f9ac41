using Loadline.Dashboard.Models;

namespace Loadline.Dashboard.Tests.Models;

public sealed class SpendShareTests
{
    [Fact]
    public void Create_FewRows_ClaimsNothing() => Assert.Null(SpendShare.Create([.. Enumerable.Repeat((1.0, 2.0), 29)]));

    [Fact]
    public void Create_EqualRows_HasNoWidth()
    {
        var share = SpendShare.Create([.. Enumerable.Repeat((1.0, 4.0), 100)])!;
        Assert.Equal((0.25, 0.25, 0.25), (share.Low, share.Share, share.High));
    }

    // 2,000 draws of 200 requests: at 95 % nominal, 3 standard errors of the simulation allow 93.5 to 96.5 %; a small-sample ratio lies a little lower.
    [Fact]
    public void Create_ManyDraws_CoversTheTruthAsOftenAsItSays()
    {
        var random = new Random(7);
        var covered = 0;
        for (var draw = 0; draw < 2000; draw++)
        {
            var share = SpendShare.Create([.. Enumerable.Range(0, 200).Select(_ =>
            {
                var reference = 0.5 + random.NextDouble();
                return (random.NextDouble() < 0.3 ? reference : 0.1 * reference, reference);
            })])!;
            covered += share.Low <= 0.37 && 0.37 <= share.High ? 1 : 0;
        }

        Assert.InRange(covered / 2000.0, 0.925, 0.97);
    }
}
