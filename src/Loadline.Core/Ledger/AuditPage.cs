namespace Loadline.Core.Ledger;

/// <summary>A part of the audits, in the order of their decisions.</summary>
public sealed record AuditPage
{
    /// <summary>Gets which; its model is the one that served, its times are those of grading, its outcome is not looked at.</summary>
    public LedgerFilter Filter { get; init; } = LedgerFilter.All;

    /// <summary>Gets the kind; <see langword="null"/>: any.</summary>
    public AuditKind? Kind { get; init; }

    /// <summary>Gets a value indicating whether only those are meant that wait for a person's label.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>Gets a value indicating whether only those are meant that have a person's label.</summary>
    public bool LabelledOnly { get; init; }

    /// <summary>Gets the most rows. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Gets the last decision id of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Gets a value indicating whether the newest come first. Default: true.</summary>
    public bool NewestFirst { get; init; } = true;

    /// <summary>Gets a value indicating whether <see cref="AuditRecord.OtherAnswer"/> is wanted.</summary>
    public bool WithContent { get; init; }

    /// <summary>Tells whether an audit is meant, its place on the page aside.</summary>
    public bool Matches(AuditRecord audit) =>
        Filter.Covers(audit.Time)
        && (Filter.Route is null || audit.Route == Filter.Route)
        && (Filter.Model is null || audit.Served == Filter.Model)
        && (Kind is null || audit.Kind == Kind)
        && (!OpenOnly || (audit.WantsLabel && audit.Label is null))
        && (!LabelledOnly || audit.Label is not null);
}
