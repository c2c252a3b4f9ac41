using System.Globalization;

namespace Loadline.Learning.Tables.Importing;

/// <summary>A CSV file with names in its first record.</summary>
internal sealed class CsvTable : IDisposable
{
    private readonly CsvReader _reader;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly string _name;

    /// <exception cref="ImportException">The file is empty, or names a column twice.</exception>
    public CsvTable(string path)
    {
        _name = Path.GetFileName(path);
        var separator = path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';
        _reader = new CsvReader(new StreamReader(path), _name, separator);
        if (!_reader.Read())
        {
            throw new ImportException($"{_name} is empty.");
        }

        Header = [.. _reader.Fields];
        for (var i = 0; i < Header.Count; i++)
        {
            if (!_columns.TryAdd(Header[i], i))
            {
                throw new ImportException($"{_name}:1: the column '{Header[i]}' occurs twice.");
            }
        }
    }

    public IReadOnlyList<string> Header { get; }

    public bool Has(string column) => _columns.ContainsKey(column);

    /// <exception cref="ImportException">A record has more or fewer fields than the header.</exception>
    public bool Read()
    {
        if (!_reader.Read())
        {
            return false;
        }

        return _reader.Fields.Count == Header.Count ? true : throw Error(string.Create(
            CultureInfo.InvariantCulture, $"the record has {_reader.Fields.Count} fields, the header {Header.Count}."));
    }

    /// <summary>Gets a field of the record.</summary>
    /// <exception cref="ImportException">There is no such column.</exception>
    public string this[string column]
    {
        get
        {
            Require(column);
            return _reader.Fields[_columns[column]];
        }
    }

    /// <exception cref="ImportException">There is no such column.</exception>
    public void Require(string column)
    {
        if (!Has(column))
        {
            throw new ImportException($"{_name} has no column '{column}'. Its columns: {string.Join(", ", Header)}.");
        }
    }

    /// <summary>Reads a grade: a number, or a truth value.</summary>
    /// <returns><see langword="null"/> for an empty field.</returns>
    public double? Grade(string column, ImportOptions options)
    {
        var text = this[column].Trim();
        double? grade = text.ToLowerInvariant() switch
        {
            "" or "nan" or "null" => null,
            "true" or "yes" => 1,
            "false" or "no" => 0,
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number / (options.Scale ?? 1),
            _ => throw Error($"'{text}' in '{column}' is no grade. Write a number, or true or false."),
        };
        return grade is not { } value ? null
            : options.Binarise ? (value > 0 ? 1 : 0)
            : value is >= 0 and <= 1 ? value
            : throw Error($"the grade {text} in '{column}' is outside [0,1]. Give what grades are to be divided by: --scale 10.");
    }

    /// <summary>Reads an amount.</summary>
    /// <returns><see langword="null"/> for an empty field.</returns>
    public decimal? Amount(string column)
    {
        var text = this[column].Trim();
        return text.Length == 0 || text.Equals("nan", StringComparison.OrdinalIgnoreCase) ? null
            : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount >= 0 ? amount
            : throw Error($"'{text}' in '{column}' is no amount.");
    }

    public ImportException Error(string message) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_name}:{_reader.Line}: {message}"));

    public void Dispose() => _reader.Dispose();
}
