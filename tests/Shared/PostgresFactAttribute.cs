using Loadline.Testing.Postgres;

namespace Loadline.Testing;

/// <summary>A fact that needs a PostgreSQL of its own; skipped, with the reason, where none can be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.SkipReason;
}
