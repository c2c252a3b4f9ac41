using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Loadline.Cli.Import;

/// <summary>Scalars as YAML takes them in flow style.</summary>
internal static partial class Yaml
{
    public static string Text(string text) =>
        Plain().IsMatch(text) ? text : "\"" + JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    public static string Number(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    public static string Number(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    public static string List(IEnumerable<string> names) => "[" + string.Join(", ", names.Select(Text)) + "]";

    // Letters first, so that nothing is taken for a number, a date or a word of YAML's own; no colon, which flow style may take for a key.
    [GeneratedRegex(@"^(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z][A-Za-z0-9._/+-]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
