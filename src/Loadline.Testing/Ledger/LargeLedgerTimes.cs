namespace Loadline.Testing.Ledger;

/// <summary>What a large ledger took.</summary>
/// <param name="Written">Rows written a second.</param>
/// <param name="Totals">The slowest range's totals.</param>
/// <param name="Page">The slowest page of fifty rows.</param>
public sealed record LargeLedgerTimes(double Written, TimeSpan Totals, TimeSpan Page);
