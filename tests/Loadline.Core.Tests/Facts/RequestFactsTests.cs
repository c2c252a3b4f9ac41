using Loadline.Core.Facts;

namespace Loadline.Core.Tests.Facts;

public sealed class RequestFactsTests
{
    /// <summary>What one extraordinary request needed is not kept for the next.</summary>
    [Fact]
    public void Release_AfterAnExtraordinaryRequest_KeepsLittle()
    {
        var facts = new RequestFacts();
        facts.Reset(new byte[40 << 20]);
        for (var i = 0; i < 100_000; i++)
        {
            facts.AddText(new TextSpan(new(i * 100, 300), MessageRole.User, i, false));
        }

        Assert.True(facts.Text().All.Length > 20 << 20);
        facts.Release();
        Assert.Equal(0, facts.Body.Length);
        Assert.InRange(facts.KeptBytes, 0, 1_300_000);
    }
}
