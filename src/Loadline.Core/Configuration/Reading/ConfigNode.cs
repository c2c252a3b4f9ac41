namespace Loadline.Core.Configuration.Reading;

/// <summary>What a node of a config file is.</summary>
internal enum ConfigNodeKind : byte
{
    /// <summary>Nothing was written (<c>key:</c>), or <c>null</c>.</summary>
    Null,
    Scalar,
    List,
    Mapping,
}

/// <summary>A node of a config file, with its place; aliases share the node they stand for.</summary>
internal sealed class ConfigNode
{
    public required ConfigNodeKind Kind { get; init; }

    /// <summary>Gets the line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Gets the column, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>Gets a scalar's text as written, variables not yet replaced.</summary>
    public string Text { get; init; } = "";

    public List<ConfigNode> Items { get; } = [];

    public List<(ConfigNode Key, ConfigNode Value)> Entries { get; } = [];

    /// <summary>Gets or sets the number of nodes in this tree, this one included and aliases followed.</summary>
    public int Size { get; set; } = 1;
}
