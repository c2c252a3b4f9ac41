using Loadline.Testing.Postgres;

namespace Loadline.Testing;

/// <summary>A theory that needs a PostgreSQL of its own; skipped, with the reason, where none can be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.SkipReason;
}
