namespace Loadline.Core.Ledger;

/// <summary>Which answers an audit compares.</summary>
public enum AuditKind : byte
{
    /// <summary>Another model than the reference had served; the reference was asked afterwards.</summary>
    Served,

    /// <summary>The reference had served; what routing would have served was asked afterwards.</summary>
    Reverse,

    /// <summary>The reference had served, as routing wanted: one answer, graded.</summary>
    Graded,
}
