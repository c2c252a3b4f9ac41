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

    // No engine builds it here; the archive of eng/container reads it as strictly (tests/packages.sh all).
    [Fact]
    public void Image_EveryLineOfTheDockerfile_IsAnInstructionAndCopiesFromWhatThereIs()
    {
        var stages = new List<string> { "" };
        foreach (var line in Instructions())
        {
            var match = Instruction().Match(line);
            Assert.True(match.Success, line);
            if (match.Groups["from"] is { Success: true, Value: var from })
            {
                Assert.Contains(from, stages);
            }

            stages.Add(match.Groups["stage"].Value);
        }

        Assert.All(new[] { "ENTRYPOINT", "CMD", "HEALTHCHECK" }, name => Assert.Single(Instructions(), line => line.StartsWith(name + " ", StringComparison.Ordinal)));
        Assert.All(["eng/scripts/version.sh", "src/Loadline.Cli"], named =>
        {
            Assert.Contains(named, Read("deploy/Dockerfile"), StringComparison.Ordinal);
            Assert.True(Path.Exists(Path.Combine(RepositoryPages.Root, named)), named);
        });
    }

    // 1654 is the user that the .NET images bring.
    [Fact]
    public void Image_PortUserAndFolderOfTheDockerfile_AreThoseThatItIsRunWith()
    {
        var port = Argument("EXPOSE");
        Assert.Equal(("$APP_UID", Argument("WORKDIR"), "/var/lib/loadline"), (Argument("USER"), Argument("VOLUME"), Argument("VOLUME")));
        Assert.Contains($"\"127.0.0.1:4242:{port}\"", Read("deploy/compose.yaml"), StringComparison.Ordinal);
        var pod = Read("deploy/kustomize/base/deployment.yaml");
        Assert.All([$"containerPort: {port}", "runAsUser: 1654", "mountPath: " + Argument("VOLUME") + " "], part => Assert.Contains(part, pod, StringComparison.Ordinal));
        Assert.Contains("\"http://0.0.0.0:" + port, Read("deploy/loadline.yaml"), StringComparison.Ordinal);
    }

    // The check is a command of ours: if it were renamed, images would be called ill.
    [Fact]
    public void Image_HealthCheck_IsACommandThatThereIs()
    {
        var words = HealthCheck().Match(Read("deploy/Dockerfile")).Groups["args"].Value.Split(", ").Select(word => word.Trim('"'));
        Assert.Empty(RootCommands.Create().Parse([.. words]).Errors);
    }

    private static string[] Instructions() => Read("deploy/Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#')).ToArray();

    // Of the image itself: what a later stage says.
    private static string Argument(string name) => Instructions().Last(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..];

    private static string Read(string file) => File.ReadAllText(Path.Combine(RepositoryPages.Root, file));

    [GeneratedRegex(@"""--config"", ""(?<path>[^""]+)""")]
    private static partial Regex ConfigPath();

    [GeneratedRegex(@"^(?:FROM \S+(?: AS (?<stage>\S+))?|COPY(?: --from=(?<from>\S+))? \S+ \S+|(?:RUN|ENV|USER|WORKDIR|VOLUME|EXPOSE|HEALTHCHECK) .+|(?:ENTRYPOINT|CMD) \[.+\])$")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"HEALTHCHECK .* CMD \[""dotnet"", ""/app/loadline\.dll"", (?<args>.+)\]")]
    private static partial Regex HealthCheck();
}
