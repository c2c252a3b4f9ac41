using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Loadline.Cli.Import;

/// <summary>A LiteLLM config as a tree, with what has been looked at marked: the rest has no equal, and the report says so.</summary>
internal sealed class LiteLlmConfig
{
    private readonly HashSet<YamlNode> _taken = new(ReferenceEqualityComparer.Instance);

    private LiteLlmConfig(YamlMappingNode root) => Root = root;

    public YamlMappingNode Root { get; }

    /// <exception cref="FormatException">It is no YAML mapping.</exception>
    public static LiteLlmConfig Parse(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlDotNet.Core.YamlException error)
        {
            throw new FormatException($"line {error.Start.Line}: {error.Message}", error);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }, ..]
            ? new LiteLlmConfig(root)
            : throw new FormatException("the file is no mapping; a LiteLLM config begins with model_list");
    }

    /// <summary>Takes a member: what is taken is converted, or told of by whoever takes it.</summary>
    public YamlNode? Take(YamlMappingNode? map, string name)
    {
        if (map is null || !map.Children.TryGetValue(new YamlScalarNode(name), out var node))
        {
            return null;
        }

        _taken.Add(node);
        return node;
    }

    public YamlMappingNode? TakeMap(YamlMappingNode? map, string name) => Take(map, name) as YamlMappingNode;

    public string? TakeText(YamlMappingNode? map, string name) => (Take(map, name) as YamlScalarNode)?.Value is { Length: > 0 } text and not "null" ? text : null;

    public double? TakeNumber(YamlMappingNode? map, string name) =>
        double.TryParse(TakeText(map, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public IEnumerable<YamlMappingNode> TakeList(YamlMappingNode? map, string name)
    {
        if (Take(map, name) is YamlSequenceNode list)
        {
            foreach (var entry in list.OfType<YamlMappingNode>())
            {
                _taken.Add(entry);
                yield return entry;
            }
        }
    }

    /// <summary>Marks a whole part as told of.</summary>
    public void TakeAll(YamlNode? node)
    {
        if (node is not null)
        {
            foreach (var child in node.AllNodes)
            {
                _taken.Add(child);
            }
        }
    }

    /// <summary>Lists the members that nobody took.</summary>
    public IEnumerable<(long Line, string Path)> Rest() => Rest(Root, "");

    private IEnumerable<(long Line, string Path)> Rest(YamlNode node, string path)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                {
                    var name = path.Length == 0 ? key.ToString() : path + "." + key;
                    if (!_taken.Contains(value))
                    {
                        yield return (key.Start.Line, name);
                        continue;
                    }

                    foreach (var rest in Rest(value, name))
                    {
                        yield return rest;
                    }
                }

                break;
            case YamlSequenceNode list:
                for (var i = 0; i < list.Children.Count; i++)
                {
                    foreach (var rest in _taken.Contains(list.Children[i]) ? Rest(list.Children[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")) : [])
                    {
                        yield return rest;
                    }
                }

                break;
        }
    }
}
