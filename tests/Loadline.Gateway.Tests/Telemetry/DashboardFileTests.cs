using System.Text.Json;
using System.Text.RegularExpressions;
using Loadline.Core.Configuration;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Telemetry;

/// <summary>What lies in deploy/ means things that there are.</summary>
public sealed partial class DashboardFileTests
{
    [Fact]
    public void Dashboard_AsksOnlyForMetricsThatThePageLists()
    {
        var page = RepositoryPages.Read("docs/metrics.md");
        using var dashboard = JsonDocument.Parse(RepositoryPages.Read("deploy/grafana/loadline.json"));
        var names = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)
            .SelectMany(expression => Metric().Matches(expression).Select(match => match.Value.Replace("_bucket", "", StringComparison.Ordinal))).Distinct().ToList();

        Assert.True(names.Count > 10);
        Assert.All(names, name => Assert.Contains('`' + name + '`', page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("deploy/loadline.yaml")]
    [InlineData("deploy/kustomize/base/loadline.yaml")]
    public void Config_OfTheDeployments_IsGood(string file)
    {
        var result = ConfigReader.Read(RepositoryPages.Read(file), file, static name => name == "POSTGRES_HOST" ? "db" : "s3cret");

        Assert.Empty(result.Errors);
        Assert.Equal("postgres://loadline:s3cret@db:5432/loadline", result.Config!.Storage.Postgres?.Reveal());
    }

    [GeneratedRegex("(loadline|gen_ai)_[a-z_]+")]
    private static partial Regex Metric();
}
