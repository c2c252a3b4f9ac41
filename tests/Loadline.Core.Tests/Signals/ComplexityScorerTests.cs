using Loadline.Core.Signals;

namespace Loadline.Core.Tests.Signals;

public sealed class ComplexityScorerTests
{
    [Theory]
    [InlineData("hi")]
    [InlineData("thank you so much!")]
    [InlineData("What are your opening hours?")]
    [InlineData("How do I reset my password?")]
    [InlineData("where is my order")]
    [InlineData("What is the capital of France?")]
    [InlineData("Tell me a joke")]
    [InlineData("你好")]
    [InlineData("Danke schön, das war alles.")]
    public void Score_GreetingOrFaq_IsLow(string prompt) => Assert.InRange(SignalRows.Complexity(prompt).Score, 0f, 0.2999f);

    [Theory]
    [InlineData("Prove that sqrt(2) is irrational.")]
    [InlineData("Prove there are infinitely many primes.")]
    [InlineData("Derive the Euler-Lagrange equation.")]
    [InlineData("Should a doctor disclose an HIV diagnosis to a patient's spouse against his will?")]
    [InlineData("Can a landlord evict a tenant who withheld rent because the apartment was uninhabitable?")]
    [InlineData("How should anticoagulation be managed in a patient on warfarin who needs urgent surgery?")]
    [InlineData("Two quantum states with energies E1 and E2 have lifetimes of 10^-9 s and 10^-8 s. Which energy difference resolves them?")]
    [InlineData("Design a distributed rate limiter that works across three regions.")]
    [InlineData("证明根号二是无理数")]
    public void Score_ShortButHard_IsNotTrivial(string prompt) => Assert.InRange(SignalRows.Complexity(prompt).Score, 0.35f, 1f);

    [Fact]
    public void Score_LanguageNotInTheLexicon_IsNotTrivial()
        => Assert.True(SignalRows.Complexity("Todistakaa että alkulukuja on äärettömän monta ja perustelkaa jokainen vaihe").Score >= 0.35f);

    [Fact]
    public void Score_Surroundings_OnlyAdd()
    {
        var shape = TextShape.Of("fix it"u8);
        var alone = ComplexityScorer.Score(shape, TaskKind.Chat, 10, 1, 0, schema: false);
        var inSession = ComplexityScorer.Score(shape, TaskKind.Chat, 20_000, 12, 8, schema: true);
        Assert.True(inSession.Score > alone.Score + 0.2f);
        Assert.Equal(0f, alone[ComplexityPart.Conversation]);
        Assert.Equal(1f, inSession[ComplexityPart.Schema]);
        Assert.InRange(inSession[ComplexityPart.Tools], 0.5f, 1f);
        Assert.InRange(inSession[ComplexityPart.Context], 0.5f, 1f);
    }

    [Fact]
    public void Score_Parts_ExplainIt()
    {
        const string Prompt = "Compare three sorting algorithms, prove their bounds, and write Python code without recursion for each.";
        var complexity = SignalRows.Complexity(Prompt);
        var ease = 1f;
        for (var part = ComplexityPart.Task; (int)part < ComplexityParts.Count; part++)
        {
            Assert.InRange(complexity[part], 0f, 1f);
            Assert.NotEmpty(ComplexityParts.ToName(part));
            ease *= 1 - (ComplexityParts.WeightOf(part) * complexity[part]);
        }

        Assert.Equal(1 - ease, complexity.Score, 5);
        Assert.Equal(ComplexityParts.Count, Enum.GetValues<ComplexityPart>().Length);
        Assert.Equal(ComplexityParts.Count, ComplexityParts.Names.Count);
    }

    [Fact]
    public void ToName_EveryDomain_ReadsBack()
    {
        foreach (var domain in Enum.GetValues<Domain>())
        {
            Assert.True(Domains.TryParse(Domains.ToName(domain).ToUpperInvariant(), out var read));
            Assert.Equal(domain, read);
        }

        Assert.False(Domains.TryParse("alchemy", out _));
        Assert.Equal(Domains.Names.Count, Enum.GetValues<Domain>().Length);
    }
}
