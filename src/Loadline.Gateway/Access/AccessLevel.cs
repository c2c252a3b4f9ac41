namespace Loadline.Gateway.Access;

/// <summary>Who may use an address. Every endpoint states one; one that states none is not started with.</summary>
internal enum AccessLevel
{
    /// <summary>Everybody: says nothing that a stranger could use.</summary>
    Public,

    /// <summary>Whoever may call models.</summary>
    Caller,

    /// <summary>Whoever got an answer, to judge it, and whoever may judge them all.</summary>
    Judge,

    /// <summary>Whoever may look; everybody while callers need no key, because those who collect metrics seldom carry one.</summary>
    Scraper,

    /// <summary>Whoever may look.</summary>
    Viewer,

    /// <summary>Whoever may change what routes do.</summary>
    Operator,

    /// <summary>Whoever may do everything.</summary>
    Admin,
}
