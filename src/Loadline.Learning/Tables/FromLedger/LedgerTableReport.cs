namespace Loadline.Learning.Tables.FromLedger;

/// <summary>What came of a ledger's rows.</summary>
/// <param name="Read">Decisions looked at.</param>
/// <param name="Written">Rows of the table.</param>
/// <param name="WithText">Of these, rows with their prompt.</param>
/// <param name="WithFeatures">Of these, rows with features in its place.</param>
/// <param name="Audited">Of these, rows graded by an audit.</param>
/// <param name="Ungraded">Decisions without audit and without feedback, left out.</param>
/// <param name="Unreadable">Graded decisions left out because neither text nor features of this version were kept.</param>
/// <param name="Unserved">Decisions left out because no answer came.</param>
/// <param name="References">The routes' references that were met.</param>
public sealed record LedgerTableReport(
    long Read,
    long Written,
    long WithText,
    long WithFeatures,
    long Audited,
    long Ungraded,
    long Unreadable,
    long Unserved,
    IReadOnlyList<string> References);
