using System.Text;
using YamlDotNet.RepresentationModel;

namespace Loadline.Testing.Recordings;

/// <summary>VCR (Ruby) and go-vcr cassettes of the data folder.</summary>
public static class Cassette
{
    /// <summary>Reads the pairs of request and reply of one file.</summary>
    /// <param name="file">Its path under the data folder's <c>wire</c>.</param>
    public static IEnumerable<YamlMappingNode> Interactions(string file)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(DataFolder.Path("wire/" + file));
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var list = root.Children.First(child => child.Key.ToString() is "http_interactions" or "interactions").Value;
        return ((YamlSequenceNode)list).Cast<YamlMappingNode>();
    }

    /// <summary>Reads a body of one pair.</summary>
    /// <param name="pair">One of <see cref="Interactions"/>.</param>
    /// <param name="side"><c>request</c> or <c>response</c>.</param>
    public static byte[]? Body(YamlMappingNode pair, string side)
    {
        if (!((YamlMappingNode)pair[side]).Children.TryGetValue("body", out var body))
        {
            return null;
        }

        var text = body is YamlMappingNode mapping ? (YamlScalarNode)mapping["string"] : (YamlScalarNode)body;
        return text.Tag == "!binary" ? Convert.FromBase64String(text.Value!) : Encoding.UTF8.GetBytes(text.Value ?? string.Empty);
    }
}
