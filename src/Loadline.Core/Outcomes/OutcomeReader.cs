using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Loadline.Core.Outcomes;

/// <summary>Reads an outcome table row by row, in the memory of its longest line.</summary>
/// <remarks>
/// Strict by default: the first bad line ends the rows, the rest of the file is looked through for more errors, and all of them (up to
/// <see cref="OutcomeReadOptions.MaxErrors"/>) are thrown together. A lenient reading passes bad lines over and counts them. Not thread-safe.
/// </remarks>
public sealed class OutcomeReader : IDisposable
{
    private readonly OutcomeLines _lines;
    private readonly OutcomeReadOptions _options;
    private readonly OutcomeRowParser _parser;
    private readonly List<string> _problems = [];
    private readonly List<OutcomeError> _errors = [];
    private readonly string _name;
    private bool _begun;

    /// <param name="stream">UTF-8; disposed with the reader.</param>
    /// <param name="name">What error messages call the source.</param>
    /// <param name="options">How it is read.</param>
    public OutcomeReader(Stream stream, string name, OutcomeReadOptions? options = null)
    {
        _options = options ?? OutcomeReadOptions.Default;
        _lines = new OutcomeLines(stream, name);
        _parser = new OutcomeRowParser(_options);
        _name = name;
    }

    /// <summary>Gets the header; <see langword="null"/> where the table has none, or before the first <see cref="Read"/>.</summary>
    public OutcomeTableHeader? Header { get; private set; }

    /// <summary>Gets the row that <see cref="Read"/> moved to.</summary>
    public OutcomeRow Row { get; private set; } = null!;

    /// <summary>Gets the current row's bytes as the file has them, without the line end; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Gets the current row's line number, from 1.</summary>
    public long LineNumber => _lines.Number;

    /// <summary>Gets where the current row begins in the stream, in bytes.</summary>
    public long Offset => _lines.Offset;

    /// <summary>Gets the bytes of the file that were read so far.</summary>
    public long BytesRead => _lines.BytesRead;

    /// <summary>Gets the rows given out so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Gets the bad lines that a lenient reading passed over.</summary>
    public long Skipped { get; private set; }

    /// <summary>Gets the first errors, at most <see cref="OutcomeReadOptions.MaxErrors"/>.</summary>
    public IReadOnlyList<OutcomeError> Errors => _errors;

    /// <summary>Opens a file; one that ends in <c>.gz</c> is unpacked on the way.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OutcomeReader Open(string path, OutcomeReadOptions? options = null)
    {
        Stream stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            stream = new GZipStream(stream, CompressionMode.Decompress);
        }

        return new OutcomeReader(stream, Path.GetFileName(path), options);
    }

    /// <summary>Reads one line that is known to hold a row, for tables that are read out of order.</summary>
    /// <exception cref="OutcomeTableException">It holds none.</exception>
    public static OutcomeRow Parse(ReadOnlySpan<byte> line, OutcomeReadOptions options)
    {
        var problems = new List<string>();
        return new OutcomeRowParser(options).Parse(line, problems) ?? throw new OutcomeTableException(string.Join(" ", problems));
    }

    /// <summary>Moves to the next row.</summary>
    /// <exception cref="OutcomeTableException">The table is malformed; the message lists the errors with their lines.</exception>
    public bool Read()
    {
        while (_lines.TryNext(out var line))
        {
            if (IsBlank(line.Span) || IsHeader(line.Span))
            {
                continue;
            }

            _problems.Clear();
            if (_parser.Parse(line.Span, _problems) is { } row)
            {
                if (_errors.Count > 0 && !_options.Lenient)
                {
                    continue; // Only looking for more errors.
                }

                Row = row;
                Line = line;
                Rows++;
                return true;
            }

            Note();
        }

        return _errors.Count == 0 || _options.Lenient ? false : throw new OutcomeTableException(Describe(more: false));
    }

    /// <summary>Reads the remaining rows.</summary>
    /// <exception cref="OutcomeTableException">The table is malformed.</exception>
    public IEnumerable<OutcomeRow> ReadAll()
    {
        while (Read())
        {
            yield return Row;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).IsEmpty;

    private bool IsHeader(ReadOnlySpan<byte> line)
    {
        if (_begun)
        {
            return false;
        }

        _begun = true;
        if (!OutcomeHeaderParser.IsHeader(line))
        {
            return false;
        }

        Header = OutcomeHeaderParser.Parse(line, string.Create(CultureInfo.InvariantCulture, $"{_name}:{_lines.Number}"));
        return true;
    }

    private void Note()
    {
        Skipped++;
        foreach (var problem in _problems)
        {
            if (_errors.Count < _options.MaxErrors)
            {
                _errors.Add(new OutcomeError(_lines.Number, problem));
            }
        }

        if (_errors.Count >= _options.MaxErrors && !_options.Lenient)
        {
            throw new OutcomeTableException(Describe(more: true));
        }
    }

    private string Describe(bool more)
    {
        var text = new StringBuilder();
        foreach (var error in _errors)
        {
            text.Append(CultureInfo.InvariantCulture, $"{_name}:{error.Line}: {error.Message}\n");
        }

        if (more)
        {
            text.Append(CultureInfo.InvariantCulture, $"There may be more: reading stopped after {_errors.Count} errors.");
        }

        return text.ToString().TrimEnd('\n');
    }
}
