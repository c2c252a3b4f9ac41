using Loadline.Core.Ledger;
using Loadline.Learning.Certification;

namespace Loadline.Learning.WhatIf;

/// <summary>Asks one log about several settings, reading it once.</summary>
public static class WhatIfTable
{
    /// <summary>Decides every entry by every setting and estimates.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="route">The route's name.</param>
    /// <param name="entries">The log.</param>
    /// <param name="rewards">Its grades.</param>
    /// <param name="confidence">Of the intervals, in (0,1).</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyList<WhatIfOutcome>> RunAsync(
        IReadOnlyList<WhatIfSetting> settings, string route, IAsyncEnumerable<LedgerEntry> entries, IRewardSource rewards, double confidence = 0.95,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(rewards);
        var cases = settings.Select(setting => Open(setting, route)).ToList();
        await foreach (var entry in entries.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var given = await rewards.ForAsync(entry.Decision, cancellationToken).ConfigureAwait(false);
            foreach (var (_, one, _) in cases)
            {
                one?.Add(entry, given);
            }
        }

        return [.. cases.Select(one => new WhatIfOutcome(one.Setting, one.Case?.Report(rewards, confidence), one.Refusal))];
    }

    private static (WhatIfSetting Setting, WhatIfCase? Case, string Refusal) Open(WhatIfSetting setting, string route)
    {
        try
        {
            return (setting, new WhatIfCase(setting.Config, route), "");
        }
        catch (CertifyException error)
        {
            return (setting, null, error.Message);
        }
    }
}
