using System.Globalization;
using Loadline.Cli.Demo;
using YamlDotNet.RepresentationModel;

namespace Loadline.Cli.Tests.Demo;

/// <summary>The simulated world and the config that serves it state the same facts.</summary>
public sealed class DemoConfigTests
{
    private static readonly YamlMappingNode Root = Load();

    [Fact]
    public void Models_InConfigAndWorld_AreTheSameInOrder()
        => Assert.Equal(DemoModels.All.Select(m => m.Name), Map(Root, "models").Children.Keys.Select(k => k.ToString()));

    [Fact]
    public void Models_PricesWindowsAndCapabilities_AgreeWithTheWorld()
    {
        foreach (var model in DemoModels.All)
        {
            var config = Map(Map(Root, "models"), model.Name);
            var price = Map(config, "price");
            Assert.Equal(model.InputUsdPerMillionTokens, Number(price, "input"));
            Assert.Equal(model.OutputUsdPerMillionTokens, Number(price, "output"));
            Assert.Equal(model.CachedInputUsdPerMillionTokens, Number(price, "cached_input"));
            Assert.Equal($"{model.ContextTokens / 1000}k", config["context"].ToString());
            var can = ((YamlSequenceNode)config["can"]).Select(c => c.ToString()).ToList();
            Assert.Equal(model.CanSeeImages, can.Contains("images"));
            Assert.Equal(model.CanUseTools, can.Contains("tools"));
        }
    }

    [Fact]
    public void Route_Auto_RoutesAmongAllModelsAgainstTheReference()
    {
        var auto = Map(Map(Root, "routes"), "auto");
        Assert.Equal(DemoModels.Reference, auto["reference"].ToString());
        Assert.Equal(DemoModels.All.Select(m => m.Name), ((YamlSequenceNode)auto["pool"]).Select(n => n.ToString()));
        Assert.Equal("uncertified", auto["quality"].ToString());
    }

    private static YamlMappingNode Load()
    {
        using var stream = typeof(DemoWorld).Assembly.GetManifestResourceStream("Loadline.Cli.Demo.demo.yaml");
        using var reader = new StreamReader(stream!);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node[key];

    private static decimal Number(YamlMappingNode node, string key) => decimal.Parse(node[key].ToString(), CultureInfo.InvariantCulture);
}
