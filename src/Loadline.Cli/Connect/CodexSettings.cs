using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Loadline.Cli.Connect;

/// <summary>Codex: TOML, changed line by line, so that everything else stays as it was written.</summary>
/// <remarks>What it sets at the top would be there twice; the user's own lines are put behind a mark and come back with the undo.</remarks>
internal static class CodexSettings
{
    private const string Begin = "# loadline: begin";
    private const string End = "# loadline: end";
    private const string Mark = "# loadline: before: ";

    private static readonly string[] Set = ["model", "model_provider"];

    public static string Connect(string? before, ConnectSettings settings)
    {
        var text = new StringBuilder();
        text.Append(Begin).Append('\n')
            .Append("model = ").Append(Quote(settings.Route)).Append('\n')
            .Append("model_provider = \"loadline\"\n")
            .Append(End).Append('\n');
        var isTop = true;
        foreach (var line in Lines(Clean(before ?? "")))
        {
            isTop &= !line.TrimStart().StartsWith('[');
            text.Append(isTop && IsSet(line) ? Mark : "").Append(line).Append('\n');
        }

        text.Append(Begin).Append('\n')
            .Append("[model_providers.loadline]\n")
            .Append("name = \"Loadline\"\n")
            .Append("base_url = ").Append(Quote(settings.Url + "/v1")).Append('\n')
            .Append("wire_api = \"responses\"\n")
            .Append("env_key = \"LOADLINE_API_KEY\"\n")
            .Append(End).Append('\n');
        return text.ToString();
    }

    public static string? Disconnect(string now, string? before)
    {
        var clean = Clean(now);
        return before is null && string.IsNullOrWhiteSpace(clean) ? null : clean;
    }

    // Without what an earlier connect wrote.
    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        var isOurs = false;
        foreach (var line in Lines(text))
        {
            if (line is Begin or End)
            {
                isOurs = line == Begin;
            }
            else if (!isOurs)
            {
                clean.Append(line.StartsWith(Mark, StringComparison.Ordinal) ? line[Mark.Length..] : line).Append('\n');
            }
        }

        return clean.ToString();
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');

    private static bool IsSet(string line) =>
        line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && Set.Contains(line[..equals].Trim().Trim('"'), StringComparer.Ordinal);

    // TOML's basic strings are JSON's.
    private static string Quote(string text) => "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
}
