using System.Globalization;
using Loadline.Core.Catalog;

namespace Loadline.Storage.Sqlite;

/// <summary>Gives names and prices their numbers, and back; what is known is remembered for the connection.</summary>
internal sealed class Names(Database database)
{
    // Names come from configs, so they are few; a ledger that has seen very many configs must still not fill memory.
    private const int MostRemembered = 10_000;

    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _names = [];
    private readonly Dictionary<(ModelPrice Price, string Currency), long> _prices = [];
    private readonly Dictionary<long, ModelPrice> _pricesById = [];

    /// <summary>Forgets everything: numbers given in a transaction that was rolled back are not in the file.</summary>
    public void Forget()
    {
        _numbers.Clear();
        _names.Clear();
        _prices.Clear();
        _pricesById.Clear();
    }

    /// <summary>Gets a name's number, giving it one where it has none.</summary>
    public long Of(string name)
    {
        if (_numbers.TryGetValue(name, out var number))
        {
            return number;
        }

        database.Use("INSERT OR IGNORE INTO names (text) VALUES (?)").Bind(name).Run();
        return Remember(name, Find(name)!.Value);
    }

    public long? OfOptional(string? name) => name is null ? null : Of(name);

    /// <summary>Gets a name's number; <see langword="null"/> where it has none.</summary>
    public long? Find(string name)
    {
        var statement = database.Use("SELECT id FROM names WHERE text = ?").Bind(name);
        long? number = statement.Step() ? statement.Int64(0) : null;
        statement.Reset();
        return number;
    }

    /// <summary>Gets the name of a number.</summary>
    public string Name(long number)
    {
        if (_names.TryGetValue(number, out var name))
        {
            return name;
        }

        var statement = database.Use("SELECT text FROM names WHERE id = ?").Bind(number);
        name = statement.Step() ? statement.Text(0)! : "?";
        statement.Reset();
        Remember(name, number);
        return name;
    }

    public long Of(ModelPrice price, string currency)
    {
        if (_prices.TryGetValue((price, currency), out var number))
        {
            return number;
        }

        BindPrice(database.Use(
            "INSERT OR IGNORE INTO prices (currency, input, output, cached_input, cache_write) VALUES (?, ?, ?, ?, ?)"), price, currency).Run();
        var statement = BindPrice(database.Use(
            "SELECT id FROM prices WHERE currency = ? AND input = ? AND output = ? AND cached_input = ? AND cache_write = ?"), price, currency);
        statement.Step();
        number = statement.Int64(0);
        statement.Reset();
        return _prices[(price, currency)] = number;
    }

    public ModelPrice Price(long number)
    {
        if (_pricesById.TryGetValue(number, out var price))
        {
            return price;
        }

        var statement = database.Use("SELECT input, output, cached_input, cache_write FROM prices WHERE id = ?").Bind(number);
        statement.Step();
        price = new ModelPrice(
            statement.Decimal(0)!.Value, statement.Decimal(1)!.Value, Optional(statement.Text(2)!), Optional(statement.Text(3)!));
        statement.Reset();
        return _pricesById[number] = price;
    }

    // A unique key of SQLite takes nulls for different, so an absent price is the empty text.
    private static Statement BindPrice(Statement statement, ModelPrice price, string currency) =>
        statement.Bind(currency).Bind(price.Input).Bind(price.Output).Bind(Text(price.CachedInput)).Bind(Text(price.CacheWrite));

    private static string Text(decimal? price) => price?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static decimal? Optional(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private long Remember(string name, long number)
    {
        if (_numbers.Count >= MostRemembered)
        {
            _numbers.Clear();
            _names.Clear();
        }

        _numbers[name] = number;
        _names[number] = name;
        return number;
    }
}
