using Loadline.Cli.Replay;
using Loadline.Core.Configuration;

namespace Loadline.Cli.Demo;

/// <summary>The config that the demo serves with: the bundled <c>demo.yaml</c>, joined with what the simulated models are.</summary>
internal static class DemoConfig
{
    /// <param name="speed">How many times faster than they claim the models play, above 0.</param>
    public static LoadlineConfig Load(double speed)
    {
        using var stream = typeof(DemoConfig).Assembly.GetManifestResourceStream("Loadline.Cli.Demo.demo.yaml")!;
        using var reader = new StreamReader(stream);
        var result = ConfigReader.Read(reader.ReadToEnd(), "demo.yaml", static _ => null);
        var config = result.Config ?? throw new InvalidOperationException(string.Join(Environment.NewLine, result.Errors));
        return config with
        {
            Providers = [.. config.Providers.Select(provider => provider with { Outcomes = ReplayConfig.TableName })],
            Models = [.. config.Models.Select(model => model with { Simulate = DemoModels.All.First(known => known.Name == model.Name).ToSimulation(speed) })],
        };
    }
}
