using System.Collections.Concurrent;
using Loadline.Core.Ledger;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Replicas;

/// <summary>Every request that callers sent, with the decision they were told of it: holds the ledger against the upstream's own count, request by request.</summary>
internal sealed class AskedRequests
{
    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    /// <summary>Notes a request that was sent; each has a tag of its own in its body.</summary>
    public void Sent(string tag, int process) => _asked[tag] = new Asked(tag, process, null);

    /// <summary>Notes what came back.</summary>
    public void Answered(string tag, string? decision) => _asked[tag] = _asked[tag] with { Decision = decision };

    /// <summary>Compares: what the upstream saw, what is in the ledger, and whom each of both belongs to.</summary>
    public static async Task<Dictionary<string, int>> RowsAsync(ILedger ledger)
    {
        var page = new LedgerPage { Limit = 10_000, NewestFirst = false };
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await ledger.Decisions.ListAsync(page) is { Count: > 0 } list)
        {
            foreach (var row in list)
            {
                rows.Add(row.Decision.Id.ToString(), row.Decision.Attempts.Count);
            }

            page = page with { After = list[^1].Decision.Id };
        }

        return rows;
    }

    /// <summary>Lists the upstream's requests whose row the ledger has not.</summary>
    /// <param name="upstream">What the upstream saw, by tag.</param>
    /// <param name="rows">The ledger's rows, with their attempts.</param>
    public IReadOnlyList<Asked> Missing(IEnumerable<string> upstream, IReadOnlyDictionary<string, int> rows) =>
        [.. upstream.Distinct(StringComparer.Ordinal).Select(tag => _asked[tag]).Where(one => one.Decision is null || !rows.ContainsKey(one.Decision)).OrderBy(one => one.Tag, StringComparer.Ordinal)];

    /// <summary>Lists answered requests of other processes than one whose row the ledger has not: there must be none.</summary>
    public IReadOnlyList<Asked> MissingOfOthers(int killed, IReadOnlyDictionary<string, int> rows) =>
        [.. _asked.Values.Where(one => one.Process != killed && one.Decision is { } id && !rows.ContainsKey(id))];

    /// <summary>Counts the rows that no caller of another process than one was told of: that one's.</summary>
    public int RowsOf(int process, IReadOnlyDictionary<string, int> rows) =>
        rows.Count - _asked.Values.Count(one => one.Process != process && one.Decision is { } id && rows.ContainsKey(id));

    /// <summary>Sums the attempts of rows that no caller was told of: answers that were on their way when the process died.</summary>
    public int AttemptsOfNobody(IReadOnlyDictionary<string, int> rows)
    {
        var told = _asked.Values.Select(one => one.Decision).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return rows.Where(row => !told.Contains(row.Key)).Sum(row => row.Value);
    }

    /// <summary>Sums the attempts of rows whose callers were told.</summary>
    public int AttemptsOfTold(IReadOnlyDictionary<string, int> rows) => rows.Values.Sum() - AttemptsOfNobody(rows);

    /// <summary>Reads what a request's body says after a word, up to the next full stop.</summary>
    public static string After(string word, RecordedRequest request)
    {
        var body = request.BodyText;
        var at = body.IndexOf(word, StringComparison.Ordinal) + word.Length;
        return body[at..body.IndexOf('.', at)];
    }

    /// <param name="Tag">Its own words.</param>
    /// <param name="Process">Who was asked.</param>
    /// <param name="Decision">The id that the answer told; null where there was none.</param>
    internal sealed record Asked(string Tag, int Process, string? Decision);
}
