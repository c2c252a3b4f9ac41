using Loadline.Core.Configuration;

namespace Loadline.Learning.Tests.Support;

/// <summary>Configs of two simulated models.</summary>
internal static class Configs
{
    /// <param name="route">What the route <c>auto</c> says beside its pool (small, large) and reference (large).</param>
    /// <param name="folder">Where relative files are looked for.</param>
    public static LoadlineConfig Of(string route, string? folder = null)
    {
        var result = ConfigReader.Read(Text(route), Path.Combine(folder ?? "", "x.yaml"), static _ => null);
        Assert.Empty(result.Errors);
        return result.Config!;
    }

    public static string Text(string route) =>
        "version: 1\nproviders: { sim: { dialect: simulated } }\nmodels: { small: { provider: sim, name: s, price: { input: 1, output: 1 } }, large: { provider: sim, name: l, price: { input: 10, output: 10 } } }\n"
        + "routes: { auto: { pool: [small, large], reference: large, " + route + " } }";
}
