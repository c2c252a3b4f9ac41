using System.Text.RegularExpressions;
using Loadline.Cli.Commands;
using Loadline.Core.Configuration;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Samples;

/// <summary>What <c>deploy/</c> has fits together: the image's command reads the config where compose file and Kustomize base put it, and that config is a good one.</summary>
public sealed partial class DeployTests
{
    [Theory]
    [InlineData("deploy/loadline.yaml")]
    [InlineData("deploy/kustomize/base/loadline.yaml")]
    public void Config_IsGoodAndListensToOthersOnlyWithKeys(string file)
    {
        var result = ConfigReader.Read(Read(file), file, name => name == "POSTGRES_HOST" ? "postgres" : "secret");
        Assert.Empty(result.Errors);
        Assert.NotNull(Configs.Build(result.Config!).Find("auto"));
        Assert.Contains("caller_keys: required", Read(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Image_CommandOfTheDockerfile_FindsTheConfigThatIsMounted()
    {
        var config = ConfigPath().Match(Read("deploy/Dockerfile")).Groups["path"].Value;
        Assert.Equal("/etc/loadline/loadline.yaml", config);
        Assert.Contains("./loadline.yaml:" + config + ":ro", Read("deploy/compose.yaml"), StringComparison.Ordinal);
        Assert.Equal(config, ConfigPath().Match(Read("deploy/kustomize/base/deployment.yaml")).Groups["path"].Value);
    }

    [Theory]
    [InlineData("HEALTHCHECK")]
    [InlineData("USER $APP_UID")]
    [InlineData("VOLUME /var/lib/loadline")]
    public void Image_OfTheDockerfile_ChecksItselfAndNeedsNoRights(string line) =>
        Assert.Contains("\n" + line, Read("deploy/Dockerfile"), StringComparison.Ordinal);

    // The check is a command of ours: if it were renamed, images would be called ill.
    [Fact]
    public void Image_HealthCheck_IsACommandThatThereIs()
    {
        var words = HealthCheck().Match(Read("deploy/Dockerfile")).Groups["args"].Value.Split(", ").Select(word => word.Trim('"'));
        Assert.Empty(RootCommands.Create().Parse([.. words]).Errors);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(RepositoryPages.Root, file));

    [GeneratedRegex(@"""--config"", ""(?<path>[^""]+)""")]
    private static partial Regex ConfigPath();

    [GeneratedRegex(@"HEALTHCHECK .* CMD \[""dotnet"", ""/app/loadline\.dll"", (?<args>.+)\]")]
    private static partial Regex HealthCheck();
}
