using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Conditions with their parameters, numbered as they come.</summary>
internal sealed class Where
{
    private readonly List<string> _conditions = [];
    private readonly List<NpgsqlParameter> _parameters = [];

    public NpgsqlParameter[] Parameters => [.. _parameters];

    /// <summary>Makes the conditions of a filter on the decisions.</summary>
    public static Where Of(LedgerFilter filter)
    {
        var where = new Where();
        if (filter.From is { } from)
        {
            where.Add("id >= ?", Commands.Value(DecisionGuid.First(from)));
            where.Add("ticks >= ?", Commands.Value(from.UtcTicks));
        }

        if (filter.To is { } to)
        {
            where.Add("id <= ?", Commands.Value(DecisionGuid.Last(to)));
            where.Add("ticks < ?", Commands.Value(to.UtcTicks));
        }

        where.AddNames(filter, "coalesce(served, 'none')");
        return where;
    }

    /// <summary>Adds route, model and outcome where the filter has them.</summary>
    public void AddNames(LedgerFilter filter, string model)
    {
        AddName("route", filter.Route);
        AddName(model, filter.Model);
        AddName("outcome", filter.Outcome);
    }

    /// <summary>Adds a condition; each <c>?</c> stands for the next parameter.</summary>
    public void Add(string condition, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            _parameters.Add(parameter);
            var at = condition.IndexOf('?', StringComparison.Ordinal);
            condition = string.Concat(condition.AsSpan(0, at), "$" + _parameters.Count, condition.AsSpan(at + 1));
        }

        _conditions.Add(condition);
    }

    public override string ToString() => _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);

    private void AddName(string column, string? name)
    {
        if (name is not null)
        {
            Add(column + " = ?", Commands.Value(name));
        }
    }
}
