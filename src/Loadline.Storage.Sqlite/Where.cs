using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <summary>A filter as a condition on the decisions table.</summary>
internal sealed class Where
{
    private readonly List<string> _conditions = [];
    private readonly List<long> _values = [];

    private Where()
    {
    }

    /// <summary>Makes the condition.</summary>
    /// <returns><see langword="false"/> where it names something the file has never seen: nothing can match.</returns>
    public static bool TryCreate(LedgerFilter filter, Names names, out Where where)
    {
        where = new Where();
        where.AddTime(filter);
        return where.TryAdd("route = ?", filter.Route, names) && where.TryAddModel(filter.Model, names)
            && where.TryAdd("outcome = ?", filter.Outcome, names);
    }

    /// <summary>Writes it, with one more condition where there is one.</summary>
    public string And(string more)
    {
        var all = string.Join(" AND ", more.Length == 0 ? _conditions : [.. _conditions, more]);
        return all.Length == 0 ? "" : " WHERE " + all;
    }

    public void Bind(Statement statement)
    {
        foreach (var value in _values)
        {
            statement.Bind(value);
        }
    }

    private void AddTime(LedgerFilter filter)
    {
        if (filter.From is { } from)
        {
            Add("row >= ?", DecisionKey.FirstRow(from));
            Add("ticks >= ?", from.UtcTicks);
        }

        if (filter.To is { } to)
        {
            Add("row <= ?", DecisionKey.LastRowBeside(DecisionKey.FirstRow(to)));
            Add("ticks < ?", to.UtcTicks);
        }
    }

    private bool TryAddModel(string? model, Names names)
    {
        if (model != LedgerTotals.NoModel)
        {
            return TryAdd("served = ?", model, names);
        }

        _conditions.Add("served IS NULL");
        return true;
    }

    private bool TryAdd(string condition, string? name, Names names)
    {
        if (name is null)
        {
            return true;
        }

        if (names.Find(name) is not { } number)
        {
            return false;
        }

        Add(condition, number);
        return true;
    }

    private void Add(string condition, long value)
    {
        _conditions.Add(condition);
        _values.Add(value);
    }
}
