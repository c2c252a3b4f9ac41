using System.Globalization;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Reads an address such as <c>postgres://loadline:secret@db.internal:5432/loadline?schema=loadline&amp;sslmode=require</c>.</summary>
/// <remarks>Name and password are percent-encoded as in any URI. Npgsql itself reads no URIs.</remarks>
public static class PostgresAddress
{
    /// <summary>The schema that tables lie in where <c>?schema=</c> names none.</summary>
    public const string DefaultSchema = "loadline";

    private const int MostSchema = 40;

    /// <summary>What may follow the question mark, for messages.</summary>
    public const string Options = "schema, sslmode (disable, prefer, require, verify-ca, verify-full), sslrootcert, passfile, pool";

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="options">How a ledger there is opened.</param>
    /// <returns>What is wrong, without any part of the password; empty where nothing is.</returns>
    public static string Read(string text, out PostgresOptions options)
    {
        options = new PostgresOptions("", DefaultSchema, "");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql") || uri.Host.Length == 0)
        {
            return "This is no PostgreSQL address. Write postgres://USER:PASSWORD@HOST:5432/DATABASE.";
        }

        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Trim('[', ']'),
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Database = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : "loadline",
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        Tune(builder);
        var schema = DefaultSchema;
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Apply(builder, ref schema, pair) is { Length: > 0 } problem)
            {
                return problem;
            }
        }

        builder.SearchPath = schema;
        var name = string.Create(CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}/{builder.Database} (schema {schema})");
        options = new PostgresOptions(builder.ConnectionString, schema, name);
        return "";
    }

    private static void Tune(NpgsqlConnectionStringBuilder builder)
    {
        builder.ApplicationName = "loadline";
        builder.Timeout = 3;
        builder.CommandTimeout = 5;
        builder.CancellationTimeout = 1000;
        builder.KeepAlive = 15;
        builder.TcpKeepAlive = true;
        builder.MaxPoolSize = 8;
        builder.MinPoolSize = 0;
        builder.IncludeErrorDetail = false;
    }

    private static string Apply(NpgsqlConnectionStringBuilder builder, ref string schema, string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]));
        switch (name)
        {
            case "schema" when value.Length is > 0 and <= MostSchema && value.All(c => c is '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) && !char.IsAsciiDigit(value[0]):
                schema = value;
                return "";
            case "sslmode" when Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode):
                builder.SslMode = mode;
                return "";
            case "sslrootcert" when value.Length > 0:
                builder.RootCertificate = value;
                return "";
            case "passfile" when value.Length > 0:
                builder.Passfile = value;
                return "";
            case "pool" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var pool) && pool is >= 3 and <= 200:
                builder.MaxPoolSize = pool;
                return "";
            default:
                return $"'{name}' is not known in a PostgreSQL address, or its value is not. Known: {Options}.";
        }
    }
}
