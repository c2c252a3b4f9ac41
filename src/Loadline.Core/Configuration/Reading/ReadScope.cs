using System.Globalization;

namespace Loadline.Core.Configuration.Reading;

/// <summary>One reading of one file: its errors so far, where the reader is, and the variables.</summary>
internal sealed class ReadScope(string file, Func<string, string?> environment)
{
    private readonly List<string> _path = [];

    /// <summary>Gets the folder that paths in the file start from.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(file)) ?? "";

    public List<ConfigError> Errors { get; } = [];

    /// <summary>Gets the full paths of files that were read on the way, or should have been: a change of one is a change of the config.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Resolves the path of a file that the config depends on, and remembers it.</summary>
    public string Depend(string path)
    {
        var full = Path.GetFullPath(Path.Combine(Folder, path));
        Files.Add(full);
        return full;
    }

    public void Enter(string key) => _path.Add(_path.Count == 0 ? key : "." + key);

    public void Enter(int index) => _path.Add(string.Create(CultureInfo.InvariantCulture, $"[{index}]"));

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    public Place At(ConfigNode node) => new(node.Line, node.Column, string.Concat(_path), Quote(node));

    public void Error(ConfigNode node, string message, string suggestion) => Error(At(node), message, suggestion);

    public void Error(Place place, string message, string suggestion) =>
        Errors.Add(new ConfigError(file, place.Line, place.Column, place.Path, message, suggestion));

    /// <summary>Reads a scalar's text with its variables replaced; reports anything that is not one.</summary>
    public bool TryText(ConfigNode node, string what, string example, out string text)
    {
        text = "";
        if (node.Kind != ConfigNodeKind.Scalar)
        {
            Error(node, Wrong(node, what), "Write " + example + ".");
            return false;
        }

        text = Variables.Replace(node.Text, environment, out var problem);
        if (problem is not null)
        {
            Error(node, problem.Message, problem.Suggestion);
        }

        return problem is null;
    }

    /// <summary>Lists a mapping's entries with text keys, each key once; reports the others.</summary>
    public IEnumerable<(string Key, ConfigNode KeyNode, ConfigNode Value)> Entries(ConfigNode mapping)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Entries)
        {
            if (key.Kind != ConfigNodeKind.Scalar)
            {
                Error(key, "a key must be a word", "Write `key: value`.");
            }
            else if (key.Text == "<<")
            {
                Error(key, "merge keys (`<<`) are not understood", "Repeat the keys here.");
            }
            else if (!lines.TryAdd(key.Text, key.Line))
            {
                Error(
                    key,
                    Quote(key) + " is written twice, first on line " + lines[key.Text].ToString(CultureInfo.InvariantCulture),
                    "Keep one of them.");
            }
            else
            {
                yield return (key.Text, key, value);
            }
        }
    }

    /// <summary>Says that a node is of the wrong kind.</summary>
    public static string Wrong(ConfigNode node, string what) => node.Kind switch
    {
        ConfigNodeKind.Null => "nothing is written here, but " + what + " is needed",
        ConfigNodeKind.List => "a list is written here, but " + what + " is needed",
        ConfigNodeKind.Mapping => "keys and values are written here, but " + what + " is needed",
        _ => Quote(node) + " is written here, but " + what + " is needed",
    };

    /// <summary>Shows a scalar as the file has it: with the names of its variables, never with their values.</summary>
    public static string Quote(ConfigNode node)
    {
        const int Longest = 60;
        var text = node.Text.ReplaceLineEndings(" ");
        return "`" + (text.Length <= Longest ? text : text[..Longest] + "…") + "`";
    }
}
