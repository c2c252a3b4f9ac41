using System.Text.Json;
using Loadline.Cli.Commands;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Cli.Ledger;

/// <summary>Reads what <see cref="LedgerExport"/> wrote as JSON Lines into a ledger; rows that are there already are passed over.</summary>
internal static class LedgerImport
{
    private const int BatchRows = 500;

    /// <returns>Rows read and rows that were new.</returns>
    /// <exception cref="UserError">A line is no row; what stood before it in whole batches has been taken.</exception>
    public static async Task<(long Read, long Added)> RunAsync(ILedger ledger, TextReader input, CancellationToken cancellationToken)
    {
        var (read, added) = (0L, 0L);
        var batch = new List<LedgerEntry>(BatchRows);
        while (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            read++;
            if (line.Length > 0)
            {
                batch.Add(Parse(line, read));
            }

            if (batch.Count == BatchRows)
            {
                added += await ledger.Decisions.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
                batch.Clear();
            }
        }

        added += await ledger.Decisions.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
        return (read, added);
    }

    private static LedgerEntry Parse(string line, long number)
    {
        try
        {
            var entry = JsonSerializer.Deserialize(line, LedgerJsonContext.Default.LedgerEntry);
            if (entry?.Decision is { } decision && DecisionId.IsValid(decision.Id) && IsHash(decision.Caller) && IsHash(decision.Session))
            {
                return entry;
            }
        }
        catch (JsonException error)
        {
            throw new UserError($"Line {number} is no row of a ledger: {error.Message}");
        }

        throw new UserError($"Line {number} is no row of a ledger: an id or a hash is missing or malformed. Import takes what `loadline ledger export` wrote as JSON Lines.");
    }

    private static bool IsHash(string? text) => text is null || IdentityHasher.IsHash(text);
}
