using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Where the ledger is: a SQLite file, or memory (<see langword="null"/>).</summary>
internal sealed class LedgerShape() : ScalarShape<string?>("a place for the ledger", "`sqlite:loadline.db` or `memory`")
{
    private const string Sqlite = "sqlite:";

    public override void Describe(Utf8JsonWriter json) => SchemaText.Text(json, @"memory|sqlite:[^\u0000-\u001f\u007f]{1,1000}");

    protected override bool TryParse(string text, out string? value)
    {
        value = text.StartsWith(Sqlite, StringComparison.Ordinal) ? text[Sqlite.Length..] : null;
        return text == "memory" || (value is { Length: > 0 and <= 1000 } && !value.Any(char.IsControl));
    }

    protected override void Report(ReadScope scope, ConfigNode node, string text)
    {
        if (text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
        {
            scope.Error(node, "PostgreSQL is not in this version of Loadline", "Write " + Example + ".");
            return;
        }

        base.Report(scope, node, text);
    }
}
