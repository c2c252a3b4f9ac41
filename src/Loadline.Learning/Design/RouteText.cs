using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Loadline.Learning.Design;

/// <summary>A route as it is written in a config.</summary>
/// <param name="Pool">The candidates.</param>
/// <param name="Reference">The reference.</param>
/// <param name="Policy">The policy, in YAML's flow form; <see langword="null"/>: the plan orders the candidates.</param>
/// <param name="Rules">The rules, in YAML's flow form, one each.</param>
/// <param name="Plan">The plan, in YAML's flow form; <see langword="null"/>: single.</param>
public sealed record RouteText(IReadOnlyList<string> Pool, string Reference, string? Policy, IReadOnlyList<string> Rules, string? Plan = null)
{
    /// <summary>The name that designed routes have.</summary>
    public const string Name = "auto";

    /// <summary>Writes a name so that YAML reads it back, whatever it is.</summary>
    public static string Quote(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    /// <summary>Writes a list in flow form.</summary>
    public static string List(IEnumerable<string> names) => "[" + string.Join(", ", names.Select(Quote)) + "]";

    /// <summary>Writes the <c>routes</c> section.</summary>
    public string Write()
    {
        var yaml = new StringBuilder("routes:\n");
        yaml.Append(CultureInfo.InvariantCulture, $"  {Name}:\n    pool: {List(Pool)}\n    reference: {Quote(Reference)}\n");
        yaml.Append("    mode: enforce\n    quality: uncertified          # prove it on fresh rows with `loadline certify`, then write the line here\n");
        if (Rules.Count > 0)
        {
            yaml.Append("    rules:\n");
            foreach (var rule in Rules)
            {
                yaml.Append("      - ").Append(rule).Append('\n');
            }
        }

        if (Policy is not null)
        {
            yaml.Append("    policy: ").Append(Policy).Append('\n');
        }

        if (Plan is not null)
        {
            yaml.Append("    plan: ").Append(Plan).Append('\n');
        }

        return yaml.ToString();
    }
}
