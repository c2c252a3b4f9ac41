using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Builds the nodes of a config file from YAML events, within bounds: depth, number of nodes, what aliases may unfold to.</summary>
internal sealed class ConfigTree
{
    /// <summary>How deep mappings and lists may nest.</summary>
    public const int MaxDepth = 32;

    /// <summary>How many nodes a file may have once its aliases are followed.</summary>
    public const int MaxNodes = 100_000;

    private readonly Parser _parser;
    private readonly Dictionary<string, ConfigNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private ConfigTree(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>Parses a file.</summary>
    /// <returns>The top node; <see langword="null"/> for a file without content.</returns>
    /// <exception cref="ConfigSyntaxException">The text is not YAML, or not YAML that a config may hold.</exception>
    public static ConfigNode? Parse(string text)
    {
        var tree = new ConfigTree(text);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlException exception)
        {
            throw NotYaml(exception.Start, exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner was seen to fail so on broken plain scalars instead of with an error of its own.
            throw NotYaml(tree._parser.Current?.End ?? Mark.Empty, "the text cannot be split into values");
        }
    }

    private static ConfigSyntaxException NotYaml(in Mark at, string reason) => new(
        (int)at.Line,
        (int)at.Column,
        "this is not YAML (" + Variables.Show(reason).TrimEnd('.').ReplaceLineEndings(" ") + ")",
        "Look at the indentation, the quotes and the brackets here and on the line before.");

    private ConfigNode? ReadDocument()
    {
        Take<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            return null;
        }

        Take<DocumentStart>();
        var root = ReadNode(1);
        Take<DocumentEnd>();
        if (_parser.Current is DocumentStart second)
        {
            throw Error(second, "a second YAML document begins here", "Write one document: take the `---` out.");
        }

        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        var node = _parser.Current switch
        {
            AnchorAlias alias => Follow(alias),
            Scalar scalar => ReadScalar(scalar),
            SequenceStart start => ReadList(start, depth),
            MappingStart start => ReadMapping(start, depth),
            var other => throw Error(other!, "a value is missing here", "Write a value."),
        };
        return node;
    }

    private ConfigNode Follow(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw Error(
                alias,
                "`*" + alias.Value.Value + "` stands for nothing (or for itself)",
                "Put `&" + alias.Value.Value + "` before the value it repeats.");
        }

        Count(alias, node.Size);
        _parser.MoveNext();
        return node;
    }

    private ConfigNode ReadScalar(Scalar scalar)
    {
        RefuseTag(scalar, scalar.Tag);
        Count(scalar, 1);
        var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is ("" or "~" or "null" or "Null" or "NULL");
        var node = Make(scalar, isNull ? ConfigNodeKind.Null : ConfigNodeKind.Scalar, Variables.Show(scalar.Value));
        Remember(scalar, node);
        _parser.MoveNext();
        return node;
    }

    private ConfigNode ReadList(SequenceStart start, int depth)
    {
        var node = Begin(start, ConfigNodeKind.List, depth);
        while (_parser.Current is not SequenceEnd)
        {
            var item = ReadNode(depth + 1);
            node.Items.Add(item);
            node.Size += item.Size;
        }

        _parser.MoveNext();
        Remember(start, node);
        return node;
    }

    private ConfigNode ReadMapping(MappingStart start, int depth)
    {
        var node = Begin(start, ConfigNodeKind.Mapping, depth);
        while (_parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            node.Entries.Add((key, value));
            node.Size += key.Size + value.Size;
        }

        _parser.MoveNext();
        Remember(start, node);
        return node;
    }

    private ConfigNode Begin(NodeEvent start, ConfigNodeKind kind, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Error(
                start,
                "the file nests deeper than " + MaxDepth + " levels",
                "No config needs that: look for a bracket or an indentation too many.");
        }

        RefuseTag(start, start.Tag);
        Count(start, 1);
        _parser.MoveNext();
        return Make(start, kind, "");
    }

    // An anchor is known only once its node is complete, so a node cannot hold itself.
    private void Remember(NodeEvent start, ConfigNode node)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }
    }

    private void Count(ParsingEvent at, int nodes)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
        {
            throw Error(at, "the file has more than " + MaxNodes + " values once its aliases (`*name`) are followed", "Use fewer aliases.");
        }
    }

    private static void RefuseTag(NodeEvent node, TagName tag)
    {
        // A quoted scalar carries the non-specific tag "!" of its own accord.
        if (!tag.IsEmpty && !tag.IsNonSpecific)
        {
            throw Error(
                node,
                "the tag `" + tag.Value + "` is not understood",
                "Take the tag out; the config knows the type of each value.");
        }
    }

    private void Take<TEvent>()
        where TEvent : ParsingEvent
    {
        if (_parser.Current is null)
        {
            _parser.MoveNext();
        }

        if (_parser.Current is not TEvent)
        {
            throw Error(_parser.Current!, "the file has an unexpected form", "Write keys and values, such as `version: 1`.");
        }

        _parser.MoveNext();
    }

    private static ConfigNode Make(ParsingEvent at, ConfigNodeKind kind, string text) =>
        new() { Kind = kind, Line = (int)at.Start.Line, Column = (int)at.Start.Column, Text = text };

    private static ConfigSyntaxException Error(ParsingEvent at, string message, string suggestion) =>
        new((int)at.Start.Line, (int)at.Start.Column, message, suggestion);
}
