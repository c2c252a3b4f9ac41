namespace Loadline.Gateway.Auditing;

/// <summary>What was drawn for a request.</summary>
internal enum AuditDraw : byte
{
    None,

    /// <summary>The reference, or where it served the choice, is asked, too.</summary>
    Pair,

    /// <summary>Every candidate is asked.</summary>
    All,
}
