using Loadline.Cli.Demo;

namespace Loadline.Cli.Tests.Demo;

/// <summary>The story that `loadline demo --story` tells goes as it must, over HTTP.</summary>
public sealed class DemoStoryTests
{
    [Fact]
    public async Task Story_FromObservingToRecovery_ReachesEveryStage()
    {
        var said = new List<string>();

        var stages = await DemoStory.RunAsync(said.Add, CancellationToken.None);

        Assert.True(
            stages.SequenceEqual(["observe", "certify", "canary", "enforce", "regression", "step back", "reverse audits", "recovery"]),
            string.Join(Environment.NewLine, said));
        Assert.Contains(said, line => line.Contains("stepped-back", StringComparison.Ordinal));
    }
}
