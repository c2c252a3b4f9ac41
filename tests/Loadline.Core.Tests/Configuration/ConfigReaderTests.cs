using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Configuration;

public sealed class ConfigReaderTests
{
    private const string Noise = "{}[]:,&*#!|>'\"%@`-?\t\n \0\uE000é$~<";

    [Fact]
    public void Read_EveryKey_IsUnderstood()
    {
        var config = TestConfig.Good(SampleConfigs.Everything, SampleConfigs.Environment);

        var openai = config.Providers[0];
        Assert.Equal(("openai", ProviderDialects.OpenAIChat, "https://api.openai.com/v1"), (openai.Name, openai.Dialect, openai.Url!.AbsoluteUri));
        Assert.Equal("sk-test", openai.ApiKey!.Reveal());
        Assert.Equal("http://127.0.0.1:11434/v1", config.Providers[1].Url!.AbsoluteUri);
        Assert.Equal((ProviderDialects.Simulated, null, "outcomes.jsonl"), (config.Providers[2].Dialect, config.Providers[2].Url, config.Providers[2].Outcomes));

        var small = config.Models[0];
        Assert.Equal(new ModelPrice(0.05m, 0.10m, 0.01m, 0.07m), small.Price);
        Assert.Equal((32_000, 4_000, Capabilities.Tools | Capabilities.Schema), (small.Context, small.MaxOutput, small.Can));
        Assert.Equal(new DeploymentConfig { Provider = "local", Name = "qwen3:8b", Weight = 3 }, small.Deployments[0]);
        Assert.Equal(new DeploymentConfig { Provider = "openai", Name = "gpt-5" }, Assert.Single(config.Models[1].Deployments));
        Assert.Equal(("large", "high"), (config.Models[2].Use, config.Models[2].Effort));
        Assert.Equal(
            new SimulationConfig { TimeToFirstToken = TimeSpan.FromMilliseconds(200), TokensPerSecond = 80, FailureRate = 0.02, Speed = 10 }, config.Models[3].Simulate);

        var auto = config.Routes[0];
        Assert.Equal(["small", "large", "large-thinking"], auto.Pool);
        Assert.Equal(("large", RouteMode.Enforce, true), (auto.Reference, auto.Mode, auto.Uncertified));
        Assert.Equal(["private", "long", "background", "proofs", "everything", "guess", "trade", "cheap", "always-small", "banded"], auto.Rules.Select(rule => rule.Name));
        Assert.Equal(("on-premises", "large"), (auto.Rules[0].Residency, auto.Rules[1].Use));
        Assert.Equal("{ kind: weighted, weights: { small: 90, large: 10 } }", auto.Rules[4].Policy!.Describe());
        Assert.Equal("{ kind: tiered, tiers: [{ below: 0.3, use: small }, { below: 0.7, use: large }, { use: large-thinking }] }", auto.Policy.Describe());
        Assert.Equal(new RouteLimits { MaxCostUsd = 0.05, MaxTimeToFirstToken = TimeSpan.FromSeconds(2) }, auto.Limits);
        Assert.Equal(
            new RouteTimeouts { Connect = TimeSpan.FromSeconds(3), FirstToken = TimeSpan.FromSeconds(20), BetweenTokens = TimeSpan.FromSeconds(10), Whole = TimeSpan.FromMinutes(2), Total = TimeSpan.FromMinutes(5) },
            auto.Timeouts);
        Assert.Equal(["toy"], auto.Fallbacks);
        Assert.Equal(["large"], auto.FallbacksFor.Context);
        Assert.Empty(auto.FallbacksFor.Content);
        Assert.Equal(["small"], auto.FallbacksFor.Quota);
        Assert.Equal(["large"], auto.FallbacksFor.Refusal);
        Assert.Equal(["small", "toy"], auto.OverBudget);
        Assert.Equal((ReferenceDown.Refuse, AllDown.Refuse), (auto.OnReferenceDown, auto.OnAllDown));
        Assert.Equal((Balance.PowerOfTwo, null), (config.Models[0].Balance, config.Models[1].Balance));
        Assert.Equal((false, true), (config.Providers[0].Breaker, config.Providers[1].Breaker));

        var server = config.Server;
        Assert.Equal((16L << 20, 1L << 30, 5_000), (server.MaxRequestBytes, server.MaxResponseBytes, server.RecentDecisions));
        Assert.Equal("letmein", server.AdminKey!.Reveal());
        Assert.Equal(
            new StorageConfig
            {
                LedgerFile = "/var/lib/loadline/ledger.db",
                IsLedgerStated = true,
                Content = true,
                Keep = TimeSpan.FromDays(30),
                Flush = TimeSpan.FromMilliseconds(500),
                Buffer = 50_000,
                Library = "/opt/sqlite/libsqlite3.so.0",
            },
            config.Storage);
        Assert.Equal(["https://chat.example.com"], server.AllowedOrigins);
        Assert.Equal(64, config.Digest.Length);
    }

    [Fact]
    public void Read_OneCandidate_NeedsNoReferenceAndNoPolicy()
    {
        var route = TestConfig.Good(TestConfig.Head + "routes:\n  auto: { pool: [small] }\n").Routes[0];
        Assert.Equal("small", route.Reference);
        Assert.Equal(new FixedPolicyConfig("small"), route.Policy);
        Assert.Equal(RouteMode.Observe, route.Mode);
    }

    [Fact]
    public void Read_VariableWithYamlInIt_StaysOneValue()
    {
        var config = TestConfig.Good(
            "version: 1\nproviders: { local: { url: ${URL}, residency: eu } }\nmodels: { m: { provider: local, name: ${NAME} } }\n",
            ("URL", "http://h.test/v1"),
            ("NAME", "a,context:5}#\"x"));
        Assert.Equal("a,context:5}#\"x", config.Models[0].Deployments[0].Name);
        Assert.Null(config.Models[0].Context);
    }

    [Fact]
    public void Read_DollarDollarBrace_IsLiteral()
    {
        var config = TestConfig.Good(TestConfig.Head + "routes: { auto: { pool: [small], rules: [ { name: a, when: { keywords: \"$${NAME}\" }, use: small } ] } }\n");
        Assert.Equal("keywords: \"$${NAME}\"", config.Routes[0].Rules[0].When.ToString());
    }

    [Fact]
    public void Read_AnchorsAndAliases_AreFollowed()
    {
        var config = TestConfig.Good(TestConfig.Head + "routes:\n  a: { pool: &pool [small, large], reference: large, policy: cheapest }\n  b: { pool: *pool, reference: small, policy: cheapest }\n");
        Assert.Equal(config.Routes[0].Pool, config.Routes[1].Pool);
    }

    [Theory]
    [InlineData("anthropic", "https://api.anthropic.com/v1")]
    [InlineData("gemini", "https://generativelanguage.googleapis.com/v1beta")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1")]
    [InlineData("groq", "https://api.groq.com/openai/v1")]
    [InlineData("mistral", "https://api.mistral.ai/v1")]
    [InlineData("deepseek", "https://api.deepseek.com/v1")]
    [InlineData("xai", "https://api.x.ai/v1")]
    [InlineData("ollama", "http://127.0.0.1:11434/v1")]
    [InlineData("vllm", "http://127.0.0.1:8000/v1")]
    [InlineData("llamacpp", "http://127.0.0.1:8080/v1")]
    public void Read_KnownProvider_HasItsAddress(string name, string url)
    {
        var config = TestConfig.Good($"version: 1\nproviders: {{ {name}: {{ api_key: k }} }}\nmodels: {{ m: {{ provider: {name}, name: x }} }}\n");
        Assert.Equal(url, config.Providers[0].Url!.AbsoluteUri);
        Assert.Equal(name is "anthropic" or "gemini" ? name : ProviderDialects.OpenAIChat, config.Providers[0].Dialect);
    }

    [Fact]
    public void Read_BytesWithMark_ReadLikeText()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(TestConfig.Head)];
        Assert.Empty(ConfigReader.Read(bytes, "c.yaml", _ => null).Errors);
    }

    [Fact]
    public void Read_BytesThatAreNotUtf8_SaysSo()
    {
        var error = Assert.Single(ConfigReader.Read([(byte)'a', 0xC3, 0x28], "c.yaml", _ => null).Errors);
        Assert.Equal("c.yaml: the file is not UTF-8. Save it as UTF-8.", error.ToString());
    }

    [Fact]
    public void Read_FileOverOneMegabyte_IsRefusedUnparsed()
    {
        var error = Assert.Single(TestConfig.Read("# " + new string('x', ConfigReader.MaxBytes)).Errors);
        Assert.Contains("larger than 1 MB", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyErrors_ReportsThemAllInOrder()
    {
        var errors = TestConfig.Read("""
            version: 2
            providers:
              opnai: { api_key: x }
            models:
              small: { provider: opnai, name: s, contxt: 32k }
            routes:
              auto: { pool: [small, large], policy: nearest }
            audit: {}
            """).Errors;
        string[] expected =
            [
                "loadline.yaml:1:10: version: `2` is not a version that this Loadline reads. Write `1`.",
                "loadline.yaml:3:3: providers.opnai: `opnai` is not a provider that Loadline knows the address of. Did you mean `openai`? Otherwise write `url: https://host/v1`.",
                "loadline.yaml:5:38: models.small.contxt: `contxt` is not known here. Did you mean `context`?",
                "loadline.yaml:7:3: routes.auto: `reference` is missing. Write `reference: ` and the model that quality and savings are measured against.",
                "loadline.yaml:7:25: routes.auto.pool[1]: `large` is not a model of this file. Known here: small.",
                "loadline.yaml:7:41: routes.auto.policy: `nearest` is not a policy. Known here: cheapest, tiered, predictive, weighted, fixed, fastest, least-busy, balanced, stage, semantic, bandit, llm.",
                "loadline.yaml:8:1: audit: `audit` is not in this version of Loadline. Take it out.",
            ];
        Assert.Equal(string.Join('\n', expected), string.Join('\n', errors));
    }

    [Fact]
    public void Read_BadSecret_IsNeverShown()
    {
        var result = TestConfig.Read("version: 1\nproviders: { x: { url: ${U}, api_key: ${K} } }\nmodels: { m: { provider: x, name: ${K} } }\n", ("U", "https://u:hunter2@h/v1"), ("K", "hunter2\n"));
        Assert.Equal(3, result.Errors.Count);
        Assert.DoesNotContain("hunter2", string.Join('\n', result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MutatedFiles_NeverThrow()
    {
        var random = new Random(7);
        var source = SampleConfigs.Everything;
        for (var i = 0; i < 800; i++)
        {
            var chars = source.ToCharArray().ToList();
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                var at = random.Next(chars.Count);
                switch (random.Next(3))
                {
                    case 0:
                        chars.RemoveAt(at);
                        break;
                    case 1:
                        chars.Insert(at, Noise[random.Next(Noise.Length)]);
                        break;
                    default:
                        chars.RemoveRange(at, Math.Min(random.Next(40), chars.Count - at));
                        break;
                }
            }

            var result = TestConfig.Read(new string([.. chars]), SampleConfigs.Environment);
            Assert.Equal(result.Config is null, result.Errors.Count > 0);
        }
    }
}
