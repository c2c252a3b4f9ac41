using System.Globalization;
using System.Text;

namespace Loadline.Learning.Tables.Importing;

/// <summary>Reads comma-separated values as RFC 4180 has them, one record at a time.</summary>
/// <remarks>
/// Fields in quotes may hold commas, line ends and doubled quotes; records end in LF or CR LF. A quote within an unquoted field is taken
/// as it is, because spreadsheets write it so; text after a closing quote, or a quote never closed, is an error with its line.
/// </remarks>
internal sealed class CsvReader(TextReader text, string name, char separator = ',') : IDisposable
{
    private readonly char[] _buffer = new char[64 * 1024];
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];
    private int _at;
    private int _length;
    private long _nextLine = 1;

    /// <summary>Gets the record's fields; valid until the next <see cref="Read"/>.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Gets the line that the record begins on, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Moves to the next record; blank lines are passed over.</summary>
    /// <exception cref="ImportException">The record is malformed.</exception>
    public bool Read()
    {
        do
        {
            _fields.Clear();
            Line = _nextLine;
            if (Peek() < 0)
            {
                return false;
            }

            while (ReadField())
            {
                // Each call reads one field and tells whether another follows.
            }
        }
        while (_fields.Count == 1 && _fields[0].Length == 0);

        return true;
    }

    public void Dispose() => text.Dispose();

    private bool ReadField()
    {
        _field.Clear();
        if (Peek() == '"')
        {
            Next();
            ReadQuoted();
        }
        else
        {
            for (var c = Peek(); c >= 0 && c != separator && c is not ('\n' or '\r'); c = Peek())
            {
                _field.Append((char)Next());
            }
        }

        _fields.Add(_field.ToString());
        return EndField();
    }

    private void ReadQuoted()
    {
        while (true)
        {
            var c = Next();
            if (c < 0)
            {
                throw new ImportException(string.Create(CultureInfo.InvariantCulture, $"{name}:{Line}: a quote is opened and never closed."));
            }

            if (c != '"')
            {
                _field.Append((char)c);
            }
            else if (Peek() == '"')
            {
                _field.Append((char)Next());
            }
            else
            {
                return;
            }
        }
    }

    private bool EndField()
    {
        var c = Next();
        if (c == separator)
        {
            return true;
        }

        if (c == '\r' && Peek() == '\n')
        {
            Next();
        }
        else if (c is not (-1 or '\n' or '\r'))
        {
            throw new ImportException(string.Create(
                CultureInfo.InvariantCulture, $"{name}:{_nextLine}: text follows a closing quote. Double the quotes inside a quoted field."));
        }

        return false;
    }

    private int Peek()
    {
        if (_at == _length)
        {
            _length = text.Read(_buffer, 0, _buffer.Length);
            _at = 0;
        }

        return _length == 0 ? -1 : _buffer[_at];
    }

    private int Next()
    {
        var c = Peek();
        if (c >= 0)
        {
            _at++;
            _nextLine += c == '\n' ? 1 : 0;
        }

        return c;
    }
}
