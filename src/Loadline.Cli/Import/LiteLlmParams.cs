using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Loadline.Cli.Import;

/// <summary>What a deployment is called with: its own <c>litellm_params</c>, then the values of the credential that they name.</summary>
internal sealed class LiteLlmParams(LiteLlmConfig config, YamlMappingNode own, YamlMappingNode? credential)
{
    public YamlMappingNode Own => own;

    public YamlNode? Take(string name) => config.Take(own, name) ?? config.Take(credential, name);

    public string? Text(string name) => config.TakeText(own, name) ?? config.TakeText(credential, name);

    public double? Number(string name) => double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
