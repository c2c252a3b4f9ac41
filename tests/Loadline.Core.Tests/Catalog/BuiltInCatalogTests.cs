using Loadline.Core.Catalog;

namespace Loadline.Core.Tests.Catalog;

public class BuiltInCatalogTests
{
    private readonly BuiltInCatalog _sut = BuiltInCatalog.Instance;

    [Fact]
    public void Models_All_AreAFewHundredOfEveryProvider()
    {
        Assert.InRange(_sut.Models.Count, 300, 1000);
        string[] expected = ["anthropic", "azure", "bedrock", "cerebras", "cohere", "deepseek", "google", "groq", "mistral", "moonshot", "openai", "openrouter", "voyage", "xai"];
        Assert.Equal(expected, _sut.Models.Select(m => m.Provider).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Models_All_HaveBelievablePrices()
    {
        foreach (var model in _sut.Models)
        {
            var price = Assert.IsType<ModelPrice>(model.Price);
            var embeds = model.Can is { } can && can.HasFlag(Capabilities.Embeddings);
            Assert.True(price.Input > 0 && price.Input < 200, $"{model.Provider}/{model.Id}: input {price.Input}");
            Assert.True(embeds ? price.Output >= 0 : price.Output >= price.Input, $"{model.Provider}/{model.Id}: output {price.Output} under input {price.Input}");
            Assert.True(price.CachedInput is null || (price.CachedInput > 0 && price.CachedInput <= price.Input), $"{model.Provider}/{model.Id}: cached {price.CachedInput}");
            Assert.True(price.CacheWrite is null || price.CacheWrite >= price.Input, $"{model.Provider}/{model.Id}: write {price.CacheWrite}");
        }
    }

    [Fact]
    public void Models_All_HaveBelievableLimitsAndRanks()
    {
        foreach (var model in _sut.Models)
        {
            Assert.True(model.Context is null or (>= 512 and <= 10_000_000), $"{model.Id}: context {model.Context}");
            Assert.True(model.MaxOutput is null or (>= 1024 and <= 1_000_000), $"{model.Id}: output {model.MaxOutput}");
            Assert.True(model.MaxOutput is null || model.Context is null || model.MaxOutput <= model.Context, $"{model.Id}: replies longer than its window");
            Assert.True(model.Strength is null or (>= 1 and <= 100), $"{model.Id}: strength {model.Strength}");
            Assert.True(model.Strength is null || model.Can is null || !model.Can.Value.HasFlag(Capabilities.Embeddings), $"{model.Id} is no candidate for chat");
            Assert.True(DateOnly.TryParseExact(model.PricesAsOf, "yyyy-MM-dd", out _), model.PricesAsOf);
        }
    }

    [Fact]
    public void Find_EveryModelByItsOwnName_IsThatModel()
    {
        foreach (var model in _sut.Models)
        {
            Assert.Same(model, _sut.Find(model.Provider, model.Id));
            Assert.Same(model, _sut.Find(model.Provider, model.Id.ToUpperInvariant()));
        }
    }

    [Theory]
    [InlineData("openai", "gpt-5", 1.25, 10, 0.125, 400_000)]
    [InlineData("openai", "gpt-4o-mini", 0.15, 0.6, 0.075, 128_000)]
    [InlineData("openai", "o3", 2, 8, 0.5, null)]
    [InlineData("openai", "gpt-5.4", 2.5, 15, 0.25, 1_050_000)]
    [InlineData("anthropic", "claude-opus-4-8", 5, 25, 0.5, 1_000_000)]
    [InlineData("anthropic", "claude-sonnet-5", 3, 15, 0.3, 1_000_000)]
    [InlineData("deepseek", "deepseek-chat", 0.27, 1.1, 0.07, 64_000)]
    [InlineData("groq", "llama-3.3-70b-versatile", 0.59, 0.79, null, null)]
    public void Find_WellKnownModel_HasTheSourcesFigures(string provider, string model, double input, double output, double? cached, int? context)
    {
        var found = Assert.IsType<ModelInfo>(_sut.Find(provider, model));

        Assert.Equal(new ModelPrice((decimal)input, (decimal)output, (decimal?)cached, found.Price!.CacheWrite), found.Price);
        Assert.Equal(context, found.Context);
    }

    [Theory]
    [InlineData("openai", "gpt-5-2025-08-07", "gpt-5")]
    [InlineData("openai", "gpt-5-mini-2025-08-07", "gpt-5-mini")]
    [InlineData("openai", "GPT-4.1-2025-04-14", "gpt-4.1")]
    [InlineData("openai", "gpt-4o-2031-01-15", "gpt-4o")]
    [InlineData("openai", "openai/gpt-5", "gpt-5")]
    [InlineData("openai", "text-embedding-3-small", "text-embedding-3-small")]
    [InlineData("openai", "gpt-5.1-codex-mini", "gpt-5.1-codex-mini")]
    [InlineData("openai", "gpt-3.5-turbo-1106", "gpt-3.5-turbo-1106")]
    [InlineData("anthropic", "claude-haiku-4-5-20251001", "claude-haiku-4-5")]
    [InlineData("anthropic", "claude-opus-4-1@20250805", "claude-opus-4-1")]
    [InlineData("anthropic", "claude-opus-4-20250514", "claude-opus-4-0")]
    [InlineData("anthropic", "claude-3-5-sonnet-latest", "claude-3-5-sonnet")]
    [InlineData("gemini", "models/gemini-2.5-pro", "gemini-2.5-pro")]
    [InlineData("gemini", "gemini-2.0-flash-001", "gemini-2.0-flash")]
    [InlineData("mistral", "codestral-latest", "codestral")]
    [InlineData("cohere", "command-r-08-2024", "command-r")]
    [InlineData("xai", "grok-4-latest", "grok-4-0709")]
    [InlineData("openrouter", "anthropic/claude-opus-4.8", "anthropic/claude-opus-4.8")]
    [InlineData("openrouter", "openrouter/openai/gpt-5", "openai/gpt-5")]
    [InlineData("bedrock", "amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0")]
    [InlineData("bedrock", "us.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0")]
    [InlineData("aws", "eu.anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-haiku-4-5-20251001-v1:0")]
    [InlineData("bedrock", "global.anthropic.claude-haiku-4-5-20251001-v1:0", "global.anthropic.claude-haiku-4-5-20251001-v1:0")]
    public void Find_NameWithDateVersionOrPrefix_IsItsFamily(string provider, string name, string expected)
        => Assert.Equal(expected, _sut.Find(provider, name)?.Id);

    [Fact]
    public void Find_ModelThatAzureSellsForOpenAI_HasOpenAIsPrice()
    {
        var found = Assert.IsType<ModelInfo>(_sut.Find("azure", "gpt-5-mini"));

        Assert.Equal("openai", found.Provider);
        Assert.Equal(_sut.Find("openai", "gpt-5-mini")!.Price, found.Price);
    }

    [Theory]
    [InlineData("openai", "gpt-9")]
    [InlineData("openai", "gpt-5-9")]
    [InlineData("openai", "gpt-5-turbo")]
    [InlineData("openai", "claude-opus-4-8")]
    [InlineData("openai", "-2025-08-07")]
    [InlineData("openai", "")]
    [InlineData("anthropic", "claude-opus-4-9")]
    [InlineData("google", "gemini")]
    [InlineData("openrouter", "openai/gpt-5:free")]
    [InlineData("openrouter", "gpt-5")]
    [InlineData("groq", "llama3-70b-8192")]
    [InlineData("local", "gpt-5")]
    [InlineData("", "gpt-5")]
    public void Find_UnknownModelOrProvider_IsNullNeverAPrice(string provider, string model)
        => Assert.Null(_sut.Find(provider, model));

    [Theory]
    [InlineData("openai", "gpt-4.1", Capabilities.Tools | Capabilities.Images | Capabilities.Schema)]
    [InlineData("openai", "o3-mini", Capabilities.Tools | Capabilities.Schema | Capabilities.Reasoning)]
    [InlineData("openai", "gpt-3.5-turbo-instruct", Capabilities.None)]
    [InlineData("openai", "text-embedding-3-large", Capabilities.Embeddings)]
    [InlineData("voyage", "voyage-3.5", Capabilities.Embeddings)]
    [InlineData("groq", "openai/gpt-oss-20b", Capabilities.Tools | Capabilities.Reasoning)]
    [InlineData("deepseek", "deepseek-v4-pro", null)]
    public void Find_Model_CanWhatItsFamilyCan(string provider, string model, Capabilities? expected)
        => Assert.Equal(expected, _sut.Find(provider, model)!.Can);

    [Theory]
    [InlineData("openai", "gpt-5.6-sol")]
    [InlineData("anthropic", "claude-opus-5")]
    [InlineData("google", "gemini-3.1-pro-preview")]
    public void Strength_OfAProvider_IsHighestForItsFlagship(string provider, string flagship)
    {
        var strongest = _sut.Models.Where(m => m.Provider == provider).MaxBy(m => m.Strength)!;

        Assert.Equal(flagship, strongest.Id);
        Assert.True(strongest.Price!.Output <= 30, "a default must not surprise by its bill");
    }
}
