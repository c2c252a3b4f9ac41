using Loadline.Core.Catalog;

namespace Loadline.Core.Tests.Catalog;

public class KnownProvidersTests
{
    [Theory]
    [InlineData("openai", null, "openai")]
    [InlineData("Gemini", null, "google")]
    [InlineData("aws", null, "bedrock")]
    [InlineData("mine", null, null)]
    [InlineData("mine", "https://api.openai.com/v1", "openai")]
    [InlineData("mine", "https://eu.api.openai.com/v1", "openai")]
    [InlineData("mine", "https://europe-west1-aiplatform.googleapis.com/v1", "google")]
    [InlineData("mine", "https://acme.openai.azure.com/openai/v1", "azure")]
    [InlineData("openai", "http://127.0.0.1:11434/v1", null)]
    [InlineData("openai", "https://notapi.openai.com.example/v1", null)]
    [InlineData("groq", "https://fakeapi.groq.com/v1", null)]
    public void Of_NameAndAddress_TheAddressDecides(string name, string? address, string? expected)
        => Assert.Equal(expected, KnownProviders.Of(name, address is null ? null : new Uri(address)));

    [Fact]
    public void FromName_EveryProviderOfTheCatalogue_IsItself()
    {
        foreach (var provider in BuiltInCatalog.Instance.Models.Select(m => m.Provider).Distinct())
        {
            Assert.Equal(provider, KnownProviders.FromName(provider));
        }
    }
}
