namespace Loadline.Storage.Postgres;

/// <summary>Words that replicas send each other through the database; a hint may be lost, so whatever it announces is looked for anyway.</summary>
public static class PostgresHints
{
    /// <summary>A key was made, rotated or revoked.</summary>
    public const string Keys = "keys";

    /// <summary>A replica runs another config than before: the others may look at their files.</summary>
    public const string Config = "config";

    /// <summary>Names the channel of a schema's replicas.</summary>
    public static string ChannelOf(string schema) => "loadline_" + schema;
}
