using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Where the ledger is: a SQLite file, a PostgreSQL database, or memory.</summary>
internal sealed class LedgerShape()
    : ScalarShape<LedgerPlace>("a place for the ledger", "`sqlite:loadline.db`, `postgres://USER:${PASSWORD}@HOST:5432/DATABASE` or `memory`")
{
    private const string Sqlite = "sqlite:";

    public override void Describe(Utf8JsonWriter json) =>
        SchemaText.Text(json, @"memory|sqlite:[^\u0000-\u001f\u007f]{1,1000}|postgres(ql)?://[^\u0000-\u0020\u007f]{1,2000}");

    protected override bool TryParse(string text, out LedgerPlace value)
    {
        value = LedgerPlace.Memory;
        if (LedgerPlace.IsPostgres(text))
        {
            value = new LedgerPlace(null, new Secret(text));
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && !text.Any(static c => char.IsControl(c) || c == ' ');
        }

        if (text.StartsWith(Sqlite, StringComparison.Ordinal))
        {
            value = new LedgerPlace(text[Sqlite.Length..], null);
            return value.File is { Length: > 0 and <= 1000 } && !value.File.Any(char.IsControl);
        }

        return text == "memory";
    }

    protected override void Report(ReadScope scope, ConfigNode node, string text)
    {
        if (text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
        {
            // Not shown: it may hold a password.
            scope.Error(
                node, "this is not the address of a PostgreSQL database", "Write `postgres://USER:${PASSWORD}@HOST:5432/DATABASE`; what is not a letter or digit in a name or password is percent-encoded.");
            return;
        }

        base.Report(scope, node, text);
    }
}
