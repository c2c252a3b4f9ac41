using System.Buffers;
using System.Text;

namespace Loadline.Gateway.Telemetry;

/// <summary>All series of one metric name. Finding a known series takes no lock and allocates nothing; a new one is added under a lock.</summary>
internal sealed class MetricFamily
{
    /// <summary>How many spellings (orders of tags) of its label sets a family keeps, as a multiple of the cap on series.</summary>
    private const int SpellingsPerSeries = 4;

    private const string OverflowLabels = "otel_metric_overflow=\"true\"";

    private readonly Lock _gate = new();
    private readonly int _cap;
    private readonly string? _help;
    private readonly SortedDictionary<string, (byte[] Labels, MetricCell Cell)> _series = new(StringComparer.Ordinal);
    private MetricCell? _overflow;
    private long _overflowed;
    private int _spellings;
    private TagSet?[] _table = new TagSet?[16];

    public MetricFamily(string name, string? help, MetricKind kind, HistogramBounds? bounds, int cap)
    {
        Name = name;
        Kind = kind;
        Bounds = bounds;
        _help = help;
        _cap = cap;
    }

    public string Name { get; }

    public MetricKind Kind { get; }

    public HistogramBounds? Bounds { get; }

    /// <summary>Gets or sets the number of instruments that write here.</summary>
    public int Instruments { get; set; }

    /// <summary>Gets the measurements that had no series of their own because the cap was reached.</summary>
    public long Overflowed => Interlocked.Read(ref _overflowed);

    /// <summary>Takes a measurement in. From any thread.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = TagSet.HashOf(tags);
        var cell = Find(Volatile.Read(ref _table), hash, tags) ?? Add(hash, tags);
        if (ReferenceEquals(cell, _overflow))
        {
            Interlocked.Increment(ref _overflowed);
        }

        cell.Record(value);
    }

    /// <summary>Forgets every series; what is observed is observed anew each time the page is read, so what no longer exists disappears.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _series.Clear();
            _overflow = null;
            _spellings = 0;
            Volatile.Write(ref _table, new TagSet?[16]);
        }
    }

    /// <summary>Writes the family; nothing where it has no series.</summary>
    public void Write(IBufferWriter<byte> writer)
    {
        lock (_gate)
        {
            if (_series.Count == 0)
            {
                return;
            }

            writer.WriteHead(Name, _help, Kind.PrometheusType());
            foreach (var (labels, cell) in _series.Values)
            {
                cell.Write(writer, Name, labels);
            }
        }
    }

    private static MetricCell? Find(TagSet?[] table, int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        for (var at = hash & (table.Length - 1); ; at = (at + 1) & (table.Length - 1))
        {
            if (Volatile.Read(ref table[at]) is not { } candidate)
            {
                return null;
            }

            if (candidate.Matches(hash, tags))
            {
                return candidate.Cell;
            }
        }
    }

    private MetricCell Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            if (Find(_table, hash, tags) is { } added)
            {
                return added;
            }

            if (_spellings >= (long)_cap * SpellingsPerSeries)
            {
                return Overflow();
            }

            // What overflows is remembered too: labels are rendered once a spelling, not once a measurement.
            var cell = CellOf(PrometheusText.Labels(tags));
            Insert(new TagSet(hash, tags, cell));
            return cell;
        }
    }

    private MetricCell CellOf(string labels)
        => _series.TryGetValue(labels, out var known) ? known.Cell
            : _series.Count - (_overflow is null ? 0 : 1) >= _cap ? Overflow()
            : NewSeries(labels);

    private MetricCell Overflow() => _overflow ??= NewSeries(OverflowLabels);

    private MetricCell NewSeries(string labels)
    {
        MetricCell cell = Bounds is null ? new ScalarCell(Kind is MetricKind.Counter or MetricKind.UpDown) : new HistogramCell(Bounds);
        _series.Add(labels, (Encoding.UTF8.GetBytes(labels), cell));
        return cell;
    }

    private void Insert(TagSet set)
    {
        // At most half full, so that searches end soon; readers keep the table they started with and come here if they miss.
        var table = _table;
        if ((++_spellings * 2) > table.Length)
        {
            table = new TagSet?[table.Length * 2];
            foreach (var old in _table)
            {
                if (old is not null)
                {
                    Place(table, old);
                }
            }
        }

        Place(table, set);
        Volatile.Write(ref _table, table);
    }

    private static void Place(TagSet?[] table, TagSet set)
    {
        var at = set.Hash & (table.Length - 1);
        while (table[at] is not null)
        {
            at = (at + 1) & (table.Length - 1);
        }

        Volatile.Write(ref table[at], set);
    }
}
