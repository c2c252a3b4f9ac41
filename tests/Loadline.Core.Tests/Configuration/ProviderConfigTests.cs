using Loadline.Core.Configuration;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Configuration;

/// <summary>Providers of every dialect: what a section stands for, and what is wrong with one.</summary>
public sealed class ProviderConfigTests
{
    private static readonly (string Name, string Value)[] Environment =
        [("KEY", "k-1"), ("AWS_ACCESS_KEY_ID", "AKIA1"), ("AWS_SECRET_ACCESS_KEY", "s+/1"), ("AWS_SESSION_TOKEN", "t/1=")];

    /// <summary>A section; then dialect, server, way of the key and address.</summary>
    public static TheoryData<string, string, string> Sections { get; } = new()
    {
        { "openai", "{ api_key: ${KEY} }", "openai-chat openai Bearer https://api.openai.com/v1" },
        { "openai", "{ dialect: openai-responses, api_key: ${KEY} }", "openai-responses openai Bearer https://api.openai.com/v1" },
        { "anthropic", "{ api_key: ${KEY} }", "anthropic anthropic XApiKey https://api.anthropic.com/v1" },
        { "claude", "{ url: \"https://api.anthropic.com/v1\", api_key: ${KEY} }", "anthropic anthropic XApiKey https://api.anthropic.com/v1" },
        { "gemini", "{ api_key: ${KEY} }", "gemini gemini GoogApiKey https://generativelanguage.googleapis.com/v1beta" },
        { "gemini", "{ url: \"https://generativelanguage.googleapis.com/v1beta/openai\", api_key: ${KEY} }", "openai-chat gemini Bearer https://generativelanguage.googleapis.com/v1beta/openai" },
        { "anthropic", "{ dialect: openai-chat, api_key: ${KEY} }", "openai-chat anthropic Bearer https://api.anthropic.com/v1" },
        { "anthropic", "{ dialect: anthropic, api_key: ${KEY}, auth: bearer }", "anthropic anthropic Bearer https://api.anthropic.com/v1" },
        { "gemini", "{ dialect: openai-chat, api_key: ${KEY} }", "openai-chat gemini Bearer https://generativelanguage.googleapis.com/v1beta/openai" },
        { "p", "{ dialect: gemini, url: \"https://generativelanguage.googleapis.com/v1beta\", api_key: ${KEY} }", "gemini gemini GoogApiKey https://generativelanguage.googleapis.com/v1beta" },
        { "p", "{ dialect: gemini, url: \"https://europe-west1-aiplatform.googleapis.com/v1/x\", api_key: ${KEY} }", "gemini vertex Bearer https://europe-west1-aiplatform.googleapis.com/v1/x" },
        { "vertex", "{ url: \"http://h.test/v1\", api_key: ${KEY} }", "gemini vertex Bearer http://h.test/v1" },
        { "azure", "{ url: \"https://acme.openai.azure.com\", api_key: ${KEY} }", "openai-chat azure ApiKey https://acme.openai.azure.com/openai/v1" },
        { "p", "{ url: \"https://acme.openai.azure.com/openai/\", api_key: ${KEY} }", "openai-chat azure ApiKey https://acme.openai.azure.com/openai/v1" },
        { "p", "{ url: \"https://acme.openai.azure.com/openai/v1\", api_key: ${KEY} }", "openai-chat azure ApiKey https://acme.openai.azure.com/openai/v1" },
        { "p", "{ url: \"https://acme.openai.azure.com\", api_version: 2024-10-21, api_key: ${KEY} }", "openai-chat azure ApiKey https://acme.openai.azure.com/" },
        { "p", "{ server: azure, url: \"http://proxy.test/a\", api_key: ${KEY} }", "openai-chat azure ApiKey http://proxy.test/a" },
        { "bedrock", "{ region: eu-central-1, api_key: ${KEY} }", "bedrock bedrock Bearer https://bedrock-runtime.eu-central-1.amazonaws.com/" },
        { "bedrock", "{ region: cn-north-1, api_key: ${KEY} }", "bedrock bedrock Bearer https://bedrock-runtime.cn-north-1.amazonaws.com.cn/" },
        { "groq", "{ api_key: ${KEY} }", "openai-chat groq Bearer https://api.groq.com/openai/v1" },
        { "mistral", "{ api_key: ${KEY} }", "openai-chat mistral Bearer https://api.mistral.ai/v1" },
        { "llamacpp", "{}", "openai-chat llamacpp Bearer http://127.0.0.1:8080/v1" },
        { "ollama", "{ url: \"http://gpu.test:11434/v1\" }", "openai-chat ollama Bearer http://gpu.test:11434/v1" },
        { "vllm", "{ dialect: anthropic, api_key: ${KEY} }", "anthropic vllm Bearer http://127.0.0.1:8000/v1" },
        { "p", "{ url: \"https://openrouter.ai/api/v1\", api_key: ${KEY} }", "openai-chat openrouter Bearer https://openrouter.ai/api/v1" },
        { "p", "{ url: \"http://h.test/v1\" }", "openai-chat generic Bearer http://h.test/v1" },
        { "p", "{ server: deepseek, url: \"http://h.test/v1\" }", "openai-chat deepseek Bearer http://h.test/v1" },
        { "p", "{ dialect: anthropic, url: \"http://h.test/v1\", api_key: ${KEY} }", "anthropic generic XApiKey http://h.test/v1" },
    };

    /// <summary>A section of a provider `p` and the one error that it is told of.</summary>
    public static TheoryData<string, string> Mistakes { get; } = new()
    {
        { "p: { server: open-ai, url: \"http://h/v1\" }", "2:27: providers.p.server: `open-ai` is not a server. Did you mean `openai`?" },
        { "p: { url: \"http://h/v1\", auth: basic, api_key: k }", "2:45: providers.p.auth: `basic` is not a way to send a credential. Write one of bearer, x-api-key, api-key, x-goog-api-key, sigv4." },
        { "p: { url: \"http://h/v1\", auth: x-api-key }", "2:45: providers.p.auth: this says how a key is sent, but there is none" },
        { "p: { url: \"http://h/v1\", api_version: v1 }", "2:52: providers.p.api_version: only Azure OpenAI and the dialect `anthropic` have versions" },
        { "p: { url: \"https://a.openai.azure.com/openai/v1\", api_version: 2024-10-21 }", "2:24: providers.p.url: with `api_version` the address is that of the Azure resource, without a path. Write `https://NAME.openai.azure.com`" },
        { "azure: { api_key: k }", "2:14: providers.azure: `azure` is not a provider that Loadline knows the address of. Write `url: https://NAME.openai.azure.com`." },
        { "vertex: { api_key: k }", "2:14: providers.vertex: `vertex` is not a provider that Loadline knows the address of. Write `url: https://REGION-aiplatform" },
        { "bedrock: { api_key: k }", "2:14: providers.bedrock: `region` is missing. Write `region: us-east-1`, or `url: https://host`." },
        { "bedrock: { region: us-east-1 }", "2:14: providers.bedrock: a credential is missing. Write `api_key: ${AWS_BEARER_TOKEN_BEDROCK}`, or `access_key_id` and `secret_access_key`." },
        { "bedrock: { region: east, api_key: k }", "2:33: providers.bedrock.region: `east` is not a region of AWS" },
        { "bedrock: { region: us-east-1, access_key_id: a }", "2:14: providers.bedrock: `secret_access_key` is missing" },
        { "bedrock: { region: us-east-1, access_key_id: a, secret_access_key: b, api_key: k }", "2:93: providers.bedrock.api_key: requests are signed with the access key. Take one of the two out." },
        { "bedrock: { region: us-east-1, access_key_id: a, secret_access_key: b, probe: 30s }", "2:91: providers.bedrock.probe: Bedrock's runtime has no list of models" },
        { "bedrock: { region: us-east-1, api_key: k, session_token: t }", "2:71: providers.bedrock.session_token: a session token goes with an access key" },
        { "p: { dialect: bedrock, url: \"http://h\", access_key_id: a, secret_access_key: b }", "2:14: providers.p: `region` is missing, which a signature names" },
        { "p: { url: \"http://h/v1\", region: us-east-1 }", "2:47: providers.p.region: only AWS has regions here" },
        { "p: { url: \"http://h/v1\", auth: bearer, api_key: k, access_key_id: a }", "2:80: providers.p.access_key_id: an access key signs requests, and `auth` says otherwise" },
        { "p: { dialect: simulated, server: openai }", "2:47: providers.p.server: a simulated provider is nobody's server" },
        { "p: { dialect: simulated, region: us-east-1 }", "2:47: providers.p.region: a simulated provider has no region" },
        { "p: { url: \"http://h/v1\", api_key: k, api_keys: [l] }", "2:61: providers.p.api_keys: `api_key` is written, too. Put all of them into `api_keys`." },
        { "p: { url: \"http://h/v1\", api_keys: [] }", "2:49: providers.p.api_keys: the list is empty" },
        { "p: { url: \"http://h/v1\", api_keys: [k, \"a b\"] }", "2:53: providers.p.api_keys[1]: the credential has a space" },
        { "p: { url: \"http://h/v1\", api_key: { file: /no/such/file } }", "2:56: providers.p.api_key.file: the file cannot be read (DirectoryNotFoundException)" },
        { "p: { url: \"http://h/v1\", api_key: {} }", "2:48: providers.p.api_key: `file` is missing. Write `file: /run/secrets/key`." },
        { "p: { url: \"http://h/v1\", api_keys: [k, l], rotate: sometimes }", "2:65: providers.p.rotate: `sometimes` is not a way to take turns. Write one of round-robin, failover." },
        { "p: { url: \"http://h/v1\", api_key: k, rotate: failover }", "2:59: providers.p.rotate: there are no keys to take turns" },
        { "p: { dialect: simulated, api_keys: [k] }", "2:49: providers.p.api_keys: a simulated provider needs no key" },
        { "bedrock: { region: us-east-1, access_key_id: a, secret_access_key: b, api_keys: [k] }", "2:94: providers.bedrock.api_keys: requests are signed with the access key" },
        { "bedrock: { region: us-east-1, access_key_id: \"\", secret_access_key: b }", "2:59: providers.bedrock.access_key_id: the credential is empty" },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Read_Provider_FillsInWhatIsKnown(string name, string section, string expected)
    {
        var provider = TestConfig.Good(Config(name + ": " + section, name), Environment).Providers[0];
        Assert.Equal(expected, $"{provider.Dialect} {provider.Server} {provider.Auth} {provider.Url!.AbsoluteUri}");
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Read_BrokenProvider_SaysWhereAndWhat(string section, string expected)
    {
        var name = section[..section.IndexOf(':', StringComparison.Ordinal)];
        var error = Assert.Single(TestConfig.Read(Config(section, name), Environment).Errors);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AccessKeys_SignTheRequests()
    {
        var provider = TestConfig.Good(
            Config(
                "bedrock: { region: us-east-1, access_key_id: \"${AWS_ACCESS_KEY_ID}\", secret_access_key: \"${AWS_SECRET_ACCESS_KEY}\", session_token: \"${AWS_SESSION_TOKEN}\" }",
                "bedrock"),
            Environment).Providers[0];
        Assert.Equal((ProviderAuth.SigV4, "us-east-1"), (provider.Auth, provider.Region));
        Assert.Equal(("AKIA1", "s+/1", "t/1="), (provider.Aws!.AccessKeyId.Reveal(), provider.Aws.SecretAccessKey.Reveal(), provider.Aws.SessionToken!.Reveal()));
        Assert.DoesNotContain("s+/1", provider.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralKeys_TakeTurns_AndAreNeverShown()
    {
        var provider = TestConfig.Good(Config("openai: { api_keys: [\"${KEY}\", k-2, k-3], rotate: failover }", "openai"), Environment).Providers[0];
        Assert.Equal(("k-1", KeyRotation.Failover), (provider.ApiKey!.Reveal(), provider.Rotation));
        Assert.Equal(["k-2", "k-3"], provider.OtherApiKeys.Select(key => key.Reveal()));
        Assert.DoesNotContain("k-", provider.ToString(), StringComparison.Ordinal);
        var again = TestConfig.Good(Config("openai: { api_keys: [\"${KEY}\", k-2, k-3], rotate: failover }", "openai"), Environment).Providers[0];
        Assert.Equal(provider, again);
        Assert.NotEqual(provider, again with { OtherApiKeys = new SecretList([new Secret("k-2"), new Secret("k-4")]) });
        Assert.Equal(KeyRotation.RoundRobin, TestConfig.Good(Config("openai: { api_keys: [k, l] }", "openai")).Providers[0].Rotation);
    }

    [Fact]
    public void Read_BedrockByItsAddress_FindsTheRegionThere()
    {
        var provider = TestConfig.Good(
            Config("p: { dialect: bedrock, url: \"https://bedrock-runtime.eu-west-3.amazonaws.com\", access_key_id: a, secret_access_key: b }", "p")).Providers[0];
        Assert.Equal("eu-west-3", provider.Region);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("bedrock")]
    [InlineData("gemini, server: vertex")]
    public void Read_EmbeddingsWhereThereAreNone_IsRefused(string dialect)
    {
        var text = "version: 1\nproviders: { p: { dialect: " + dialect + ", url: \"http://h/v1\", region: us-east-1 } }\nmodels: { m: { provider: p, name: n, can: [embeddings] } }\n";
        text = dialect == "bedrock" ? text : text.Replace(", region: us-east-1", "", StringComparison.Ordinal);
        var error = Assert.Single(TestConfig.Read(text).Errors);
        Assert.Contains("3:43: models.m.can: no embeddings come by the dialect `" + dialect.Split(',')[0] + "`", error.ToString(), StringComparison.Ordinal);
    }

    private static string Config(string section, string name) =>
        "version: 1\nproviders: { " + section + " }\nmodels: { m: { provider: " + name + ", name: n } }\n";
}
