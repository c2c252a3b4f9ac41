using System.Globalization;
using System.Text;

namespace Loadline.Cli.Ledger;

/// <summary>One line of CSV (RFC 4180), safe to open in a spreadsheet: text that would be taken for a formula is made text with an apostrophe.</summary>
internal sealed class CsvLine
{
    private static readonly System.Buffers.SearchValues<char> MustQuote = System.Buffers.SearchValues.Create("\",\r\n");

    private readonly StringBuilder _line = new();
    private bool _isFirst = true;

    public CsvLine Add(string? text)
    {
        text ??= "";
        return AddRaw(text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text);
    }

    public CsvLine Add(long? number) => AddRaw(number?.ToString(CultureInfo.InvariantCulture) ?? "");

    public CsvLine Add(int number) => Add((long?)number);

    public CsvLine Add(double number) => AddRaw(number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Adds an exact amount of money.</summary>
    public CsvLine Add(decimal? number) => AddRaw(number?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>Ends the line and starts the next.</summary>
    public string End()
    {
        var line = _line.Append("\r\n").ToString();
        _line.Clear();
        _isFirst = true;
        return line;
    }

    private CsvLine AddRaw(string text)
    {
        if (!_isFirst)
        {
            _line.Append(',');
        }

        _isFirst = false;
        if (text.AsSpan().ContainsAny(MustQuote))
        {
            _line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            _line.Append(text);
        }

        return this;
    }
}
