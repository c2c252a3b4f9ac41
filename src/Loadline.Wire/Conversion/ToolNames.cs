using System.Security.Cryptography;
using System.Text;

namespace Loadline.Wire.Conversion;

/// <summary>Tool names as the upstream knows them, and back.</summary>
/// <remarks>
/// Namespaces are flattened to <c>namespace__name</c>, characters that upstreams refuse become <c>_</c>, long names get a hash at their
/// end. The names of one request are made before its body is written and restored in its reply.
/// </remarks>
public sealed class ToolNames
{
    private const int MaxLength = 64;

    private readonly Dictionary<string, ToolOrigin> _origins = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Namespace, string Name), string> _wire = [];

    // A choice names its tool without the namespace.
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);

    /// <summary>Takes the tools of a request.</summary>
    public ToolNames(ChatRequest request)
    {
        foreach (var tool in request.Tools)
        {
            if (tool.Kind != ToolKind.Hosted)
            {
                Add(new ToolOrigin(tool.Name, tool.Namespace, tool.Kind == ToolKind.Custom));
            }
        }
    }

    /// <summary>The upstream's name of a tool, offered or only in the history.</summary>
    public string ToWire(string name, string? tools = null) =>
        _wire.TryGetValue((tools, name), out var wire) || (tools is null && _byName.TryGetValue(name, out wire)) ? wire : Spell(name, tools);

    /// <summary>The caller's tool behind an upstream's name.</summary>
    public ToolOrigin Restore(string wire) => _origins.TryGetValue(wire, out var origin) ? origin : new ToolOrigin(wire, null, false);

    private void Add(ToolOrigin origin)
    {
        var wire = Spell(origin.Name, origin.Namespace);
        for (var i = 2; _origins.ContainsKey(wire); i++)
        {
            wire = Fit(Spell(origin.Name, origin.Namespace) + "_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        _origins[wire] = origin;
        _byName.TryAdd(origin.Name, wire);
        _wire.TryAdd((origin.Namespace, origin.Name), wire);
    }

    private static string Spell(string name, string? tools)
    {
        var full = tools is null ? name : tools + "__" + name;
        var text = new StringBuilder(full.Length);
        foreach (var c in full)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_');
        }

        return Fit(text.Length == 0 ? "tool" : text.ToString());
    }

    private static string Fit(string name) => name.Length <= MaxLength
        ? name
        : string.Concat(name.AsSpan(0, MaxLength - 9), "_", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 4)));
}
