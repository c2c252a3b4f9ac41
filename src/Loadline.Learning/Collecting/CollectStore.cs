using System.Diagnostics.CodeAnalysis;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Collecting;

/// <summary>What has been collected: the table of earlier runs, and a journal to which every answer is appended as it comes.</summary>
/// <remarks>
/// A journal line is a row with one outcome. It reaches the disk before the next call of its row, so a crash loses no answer that was
/// paid for; a line cut short by a crash is cut off on the next start. In memory is only where each (row, model) pair is. Thread-safe.
/// </remarks>
public sealed class CollectStore : IDisposable
{
    /// <summary>Added to the table's name.</summary>
    public const string JournalEnding = ".journal";

    private static readonly OutcomeReadOptions Options = new() { AllowUngraded = true };

    private readonly Dictionary<(string Id, string Model), CollectedPair> _pairs = [];
    private readonly Lock _lock = new();
    private readonly string _tablePath;
    private readonly string _journalPath;
    private readonly FileStream _journal;
    private readonly FileStream? _table;

    /// <summary>Opens the store of a table.</summary>
    /// <param name="tablePath">The table; need not exist.</param>
    /// <exception cref="IOException">Another run is writing it, or it cannot be read.</exception>
    /// <exception cref="OutcomeTableException">The table is malformed.</exception>
    public CollectStore(string tablePath)
    {
        _tablePath = tablePath;
        _journalPath = tablePath + JournalEnding;
        _journal = new FileStream(_journalPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        CutOffBrokenEnd();
        if (File.Exists(tablePath))
        {
            _table = new FileStream(tablePath, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var reader = OutcomeReader.Open(tablePath, Options);
            Index(reader, inJournal: false);
        }

        // Read through the very handle that locks it; the reader owns nothing else that would need disposing.
        Index(new OutcomeReader(_journal, Path.GetFileName(_journalPath), Options), inJournal: true);
    }

    /// <summary>Gets the number of (row, model) pairs with an answer.</summary>
    public int Count => _pairs.Count;

    /// <summary>Tells whether a table, or the journal of one that was not finished, is there.</summary>
    public static bool Exists(string tablePath) => File.Exists(tablePath) || File.Exists(tablePath + JournalEnding);

    /// <summary>Whether the model's answer to the row is there, graded or not.</summary>
    public bool Has(string id, string model)
    {
        lock (_lock)
        {
            return _pairs.ContainsKey((id, model));
        }
    }

    /// <summary>Whether that answer is graded, so that nothing is left to do for it.</summary>
    public bool IsGraded(string id, string model)
    {
        lock (_lock)
        {
            return _pairs.TryGetValue((id, model), out var pair) && pair.IsGraded;
        }
    }

    /// <summary>Gets the newest record of a pair.</summary>
    public bool TryGet(string id, string model, [NotNullWhen(true)] out Outcome? outcome)
    {
        CollectedPair pair;
        lock (_lock)
        {
            if (!_pairs.TryGetValue((id, model), out pair))
            {
                outcome = null;
                return false;
            }
        }

        var line = new byte[pair.Length];
        RandomAccess.Read((pair.InJournal ? _journal : _table!).SafeFileHandle, line, pair.Offset);
        outcome = OutcomeReader.Parse(line, Options).Outcomes[model];
        return true;
    }

    /// <summary>Appends an answer, on the disk when this returns.</summary>
    public void Append(string id, string model, Outcome outcome)
    {
        using var buffer = new MemoryStream();
        using (var writer = new OutcomeWriter(buffer))
        {
            writer.Write(new OutcomeRow { Id = id, Prompt = "", Outcomes = new Dictionary<string, Outcome> { [model] = outcome } });
            writer.Flush();
            lock (_lock)
            {
                var offset = _journal.Seek(0, SeekOrigin.End);
                buffer.WriteTo(_journal);
                _journal.Flush(flushToDisk: true);
                _pairs[(id, model)] = new CollectedPair(true, offset, (int)buffer.Length - 1, outcome.IsGraded);
            }
        }
    }

    /// <summary>Writes everything into the table in one step: the old one is replaced only by a whole new one; then the journal goes.</summary>
    /// <param name="header">The table's first line.</param>
    /// <param name="promptsPath">The prompts, in the order that rows get.</param>
    /// <param name="models">The models, in the order that outcomes get; others that the old table has follow.</param>
    public void Finish(OutcomeTableHeader header, string promptsPath, IReadOnlyList<string> models)
    {
        var newPath = _tablePath + ".new";
        using (var stream = new FileStream(newPath, FileMode.Create, FileAccess.Write))
        {
            using var writer = new OutcomeWriter(stream);
            writer.Write(header);
            var written = WritePrompts(writer, promptsPath, models);
            WriteOthers(writer, written);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(newPath, _tablePath, overwrite: true);
        _journal.Dispose();
        File.Delete(_journalPath);
    }

    /// <summary>Closes the journal; what is in it stays for the next run.</summary>
    public void Dispose()
    {
        // A run that asked nothing leaves nothing behind.
        var isEmpty = _journal.CanRead && _journal.Length == 0;
        _journal.Dispose();
        _table?.Dispose();
        if (isEmpty)
        {
            File.Delete(_journalPath);
        }
    }

    private HashSet<string> WritePrompts(OutcomeWriter writer, string promptsPath, IReadOnlyList<string> models)
    {
        var others = _pairs.Keys.Where(pair => !models.Contains(pair.Model, StringComparer.Ordinal)).ToLookup(pair => pair.Id, pair => pair.Model, StringComparer.Ordinal);
        var written = new HashSet<string>(StringComparer.Ordinal);
        using var prompts = OutcomeReader.Open(promptsPath, Collector.PromptOptions);
        while (prompts.Read())
        {
            var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
            foreach (var model in models.Concat(others[prompts.Row.Id]))
            {
                if (TryGet(prompts.Row.Id, model, out var outcome))
                {
                    outcomes[model] = outcome;
                }
            }

            written.Add(prompts.Row.Id);
            if (outcomes.Count > 0)
            {
                writer.Write(prompts.Row with { Outcomes = outcomes });
            }
        }

        return written;
    }

    // Rows of an earlier run whose prompts are not in this run's list stay as they are.
    private void WriteOthers(OutcomeWriter writer, HashSet<string> written)
    {
        if (_table is null)
        {
            return;
        }

        using var old = OutcomeReader.Open(_tablePath, Options);
        while (old.Read())
        {
            if (!written.Contains(old.Row.Id))
            {
                writer.WriteLine(old.Line.Span);
            }
        }
    }

    private void Index(OutcomeReader reader, bool inJournal)
    {
        while (reader.Read())
        {
            foreach (var (model, outcome) in reader.Row.Outcomes)
            {
                _pairs[(reader.Row.Id, model)] = new CollectedPair(inJournal, reader.Offset, reader.Line.Length, outcome.IsGraded);
            }
        }
    }

    private void CutOffBrokenEnd()
    {
        var end = _journal.Length;
        var buffer = new byte[4096];
        while (end > 0)
        {
            var start = Math.Max(0, end - buffer.Length);
            var read = RandomAccess.Read(_journal.SafeFileHandle, buffer.AsSpan(0, (int)(end - start)), start);
            var lineEnd = buffer.AsSpan(0, read).LastIndexOf((byte)'\n');
            if (lineEnd >= 0)
            {
                end = start + lineEnd + 1;
                break;
            }

            end = start;
        }

        if (end < _journal.Length)
        {
            _journal.SetLength(end);
        }
    }
}
