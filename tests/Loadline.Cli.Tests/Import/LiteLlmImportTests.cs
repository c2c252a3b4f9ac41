using System.Text.RegularExpressions;
using Loadline.Cli.Commands;
using Loadline.Cli.Import;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Loadline.Cli.Tests.Import;

/// <summary>LiteLLM configs convert, start and route.</summary>
public sealed class LiteLlmImportTests
{
    public static TheoryData<string> Names => [.. LiteLlmConfigs.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Import_AnExample_ConvertsStartsAndRoutes(string name)
    {
        var result = LiteLlmImporter.Convert(LiteLlmConfigs.All[name]);
        var read = ConfigReader.Read(result.Yaml, "loadline.yaml", variable => result.Variables.Contains(variable) ? "set" : null);
        Assert.True(read.Config is not null, string.Join('\n', read.Errors) + "\n" + result.Yaml);

        // Started as it is, but for the network: every provider is played.
        var config = read.Config! with
        {
            Providers = [.. read.Config!.Providers.Select(provider => new ProviderConfig { Name = provider.Name, Dialect = ProviderDialects.Simulated })],
            Server = new ServerConfig(),
        };
        await using var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(Configs.Build(config)),
            Urls = ["http://127.0.0.1:0"],
            Logging = static _ => { },
        });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var groups = Groups(LiteLlmConfigs.All[name]).Where(group => !result.Notes.Any(note => note.Message.Contains("Left out", StringComparison.Ordinal) && IsOf(note, group, name)));
        foreach (var asked in groups)
        {
            // Of a wildcard, any model that it stands for.
            var group = asked.EndsWith('*') ? config.Models.First(model => model.Name.StartsWith(asked[..^1], StringComparison.Ordinal)).Name : asked;
            using var response = await http.PostAsync(
                "/v1/chat/completions",
                new StringContent($$"""{"model":"{{LiteLlmModels.Clean(group)}}","messages":[{"role":"user","content":"Hello"}]}""", null, "application/json"));
            Assert.True(response.IsSuccessStatusCode, group + ": " + await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public void Import_Balanced_KeepsSharesAndLeavesTheSecretBehind()
    {
        var result = LiteLlmImporter.Convert(LiteLlmConfigs.All["balanced"]);
        Assert.DoesNotContain("sk-not-to-be-copied", result.Yaml, StringComparison.Ordinal);
        Assert.Contains("balance: least-busy", result.Yaml, StringComparison.Ordinal);
        Assert.Contains("name: gpt-4o-eu, weight: 3", result.Yaml, StringComparison.Ordinal);
        Assert.Equal(["AZURE_API_KEY_EU", "AZURE_API_KEY_US", "OPENAI_API_KEY"], result.Variables);
        Assert.Contains(result.Notes, note => note.Path == "model_list[2].litellm_params.api_key" && note.Line == 19);
        Assert.Contains(result.Notes, note => note.Path == "router_settings.redis_host" && note.Message.Contains("PostgreSQL", StringComparison.Ordinal));
    }

    [Fact]
    public void Import_Fallbacks_BecomeRoutes()
    {
        var result = LiteLlmImporter.Convert(LiteLlmConfigs.All["fallbacks"]);
        var config = ConfigReader.Read(result.Yaml, "loadline.yaml", _ => "set").Config!;
        var cheap = config.Routes.Single(route => route.Name == "cheap");
        Assert.Equal(["cheap.model"], cheap.Pool);
        Assert.Equal(["good.model"], cheap.Fallbacks);
        Assert.Equal(["long.model"], cheap.FallbacksFor.Context);
        Assert.Equal(TimeSpan.FromSeconds(20), cheap.Timeouts.Whole);
        Assert.Equal(["good.model"], config.Routes.Single(route => route.Name == "gpt-4").Pool);
        Assert.Contains(result.Notes, note => note.Message.Contains("'gone'", StringComparison.Ordinal));
        Assert.Contains(result.Notes, note => note.Path == "litellm_settings.success_callback");
        Assert.Equal(0.3m, config.Models.Single(model => model.Name == "long.model").Price!.Input);
    }

    [Fact]
    public void Import_LimitsAndCache_BecomeUsageAndRoutes()
    {
        var result = LiteLlmImporter.Convert(LiteLlmConfigs.All["limits-and-cache"]);
        var config = ConfigReader.Read(result.Yaml, "loadline.yaml", _ => "set").Config!;
        var chat = config.Models.Single(model => model.Name == "chat.model");
        Assert.Contains("usage: { requests: 900/minute, tokens: 500000/minute, concurrency: 30, budget: 60/day }", result.Yaml, StringComparison.Ordinal);
        Assert.Equal(4, chat.Usage.Count);
        Assert.Contains(config.Providers, provider => provider.Url?.AbsoluteUri == "http://10.0.0.7:8000/v1");
        Assert.Contains("https://europe-west4-aiplatform.googleapis.com/v1/projects/acme/locations/europe-west4/publishers/google", result.Yaml, StringComparison.Ordinal);

        var route = config.Routes.Single(route => route.Name == "chat");
        Assert.Equal((30d, 5d, 90d), (route.Timeouts.Whole.TotalSeconds, route.Timeouts.FirstToken.TotalSeconds, route.Timeouts.Total.TotalSeconds));
        Assert.All(config.Routes, one => Assert.Equal(TimeSpan.FromSeconds(120), one.Cache!.Exact));
        Assert.Equal((250, TimeSpan.FromDays(30), true), (config.Server.MaxConcurrent, config.Storage.Keep, config.Storage.Content));
        Assert.Contains("logs: json", result.Yaml, StringComparison.Ordinal);
        Assert.Empty(config.Models.Single(model => model.Name == "unpriced.model").Usage);
        Assert.Contains(result.Notes, note => note.Path == "budgets of unpriced" && note.Message.Contains("no price is known", StringComparison.Ordinal));
        Assert.All(
            [
                ("model_list[3].litellm_params.max_budget", "'7d'"), ("model_list[4]", "Claude"), ("litellm_settings.max_budget", "usage"), ("litellm_settings.cache_params.namespace", "PostgreSQL"),
                ("router_settings.retry_policy", "attempts"), ("general_settings.background_health_checks", "breaker"), ("guardrails", "pii"),
            ],
            expected => Assert.Contains(result.Notes, note => note.Path == expected.Item1 && note.Line > 0 && note.Message.Contains(expected.Item2, StringComparison.Ordinal)));
    }

    [Fact]
    public void Import_Wildcards_BecomeTheModelsThatTheCatalogueKnows()
    {
        var result = LiteLlmImporter.Convert(LiteLlmConfigs.All["wildcards"]);
        var models = ConfigReader.Read(result.Yaml, "loadline.yaml", _ => "set").Config!.Models;
        Assert.Contains(models, model => model.Name == "anthropic/claude-opus-4-8");
        Assert.Contains(models, model => model.Name.StartsWith("mine/grok-", StringComparison.Ordinal));

        // What is listed by itself is not served by the wildcard, too.
        Assert.StartsWith("bedrock", Assert.Single(models.Single(model => model.Name == "anthropic/claude-3-haiku").Deployments).Provider, StringComparison.Ordinal);
        Assert.All(["model_list[2]", "model_list[3]"], path => Assert.Contains(result.Notes, note => note.Path == path && note.Message.EndsWith("Left out", StringComparison.Ordinal)));
        Assert.Equal(result.Notes.Count, result.Notes.Distinct().Count());
    }

    /// <summary>Copied to each model of a wildcard a budget would be spent as often; one that only some deployments have is nobody's. Neither goes without a word.</summary>
    [Theory]
    [InlineData("  - model_name: anthropic/*\n    litellm_params: { model: anthropic/*, max_budget: 50, budget_duration: 1d, max_parallel_requests: 9 }", "model_list[0]", "max_parallel_requests, max_budget")]
    [InlineData("  - model_name: a\n    litellm_params: { model: openai/gpt-5-mini, max_budget: 50, budget_duration: 1d }\n  - model_name: a\n    litellm_params: { model: openai/gpt-5-nano }", "limits of a", "max_budget")]
    [InlineData("  - model_name: a\n    litellm_params: { model: openai/gpt-5-mini, max_budget: 50, budget_duration: 1d }\n  - model_name: a\n    litellm_params: { model: openai/gpt-5-nano, max_budget: 5, budget_duration: 30d }", "limits of a", "max_budget")]
    public void Import_ALimitThatIsNotOneModels_IsLeftOutAndReported(string models, string path, string limits)
    {
        var result = LiteLlmImporter.Convert("model_list:\n" + models);
        Assert.DoesNotContain("usage:", result.Yaml, StringComparison.Ordinal);
        Assert.Contains(result.Notes, note => note.Path == path && note.Message.StartsWith(limits, StringComparison.Ordinal) && note.Message.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Import_WildcardOfAProviderThatNeedsItsAddress_IsLeftOut()
    {
        var result = LiteLlmImporter.Convert(LiteLlmConfigs.All["one-provider"].TrimEnd() + "\n  - model_name: openai/*\n    litellm_params: { model: openai/*, custom_llm_provider: azure }");
        Assert.Contains(result.Notes, note => note.Message.Contains("catalogue does not know", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cache: true\n  cache_params: { mode: default_off }", "callers must ask")]
    [InlineData("cache: true\n  cache_params: { type: qdrant-semantic, ttl: 60 }", "loadline cache fit")]
    public void Import_CacheOfAnotherKind_IsReported(string settings, string message)
    {
        var result = LiteLlmImporter.Convert(LiteLlmConfigs.All["one-provider"] + "\nlitellm_settings:\n  " + settings);
        Assert.DoesNotContain("cache:", result.Yaml, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Single(result.Notes, note => note.Path == "litellm_settings.cache").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_ATimeoutOfOneModel_MakesItARoute()
    {
        var result = LiteLlmImporter.Convert("model_list:\n  - model_name: a\n    litellm_params: { model: openai/gpt-5-mini, timeout: 7 }");
        var route = Assert.Single(ConfigReader.Read(result.Yaml, "loadline.yaml", _ => "set").Config!.Routes);
        Assert.Equal(("a", 7d), (route.Name, route.Timeouts.Whole.TotalSeconds));
    }

    [Fact]
    public void Import_WhatHasNoEqual_IsReportedWithItsLine()
    {
        var result = LiteLlmImporter.Convert(LiteLlmConfigs.All["on-premises"]);
        Assert.All(["model_list[3]", "model_list[4]", "general_settings.master_key", "general_settings.database_url", "environment_variables"],
            path => Assert.Contains(result.Notes, note => note.Path == path && note.Line > 0));
        Assert.DoesNotContain("secret", result.Yaml.Replace("secret_access_key", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-1234", result.Yaml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- a\n- b", "no mapping")]
    [InlineData("model_list: []", "no entry of model_list")]
    [InlineData("model_list: [", "line ")]
    public void Import_NoLiteLlmConfig_SaysSo(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => LiteLlmImporter.Convert(text)).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Groups(string text) =>
        Regex.Matches(text, "model_name: \"?([^\"\n]+)").Select(match => match.Groups[1].Value).Distinct();

    private static bool IsOf(ImportNote note, string group, string name)
    {
        var names = Regex.Matches(LiteLlmConfigs.All[name], "model_name: \"?([^\"\n]+)").Select(match => match.Groups[1].Value).ToList();
        return note.Path == $"model_list[{names.IndexOf(group)}]";
    }
}
