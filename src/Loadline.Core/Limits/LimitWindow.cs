namespace Loadline.Core.Limits;

/// <summary>The time that a limit counts over.</summary>
public enum LimitWindow
{
    /// <summary>No window: a number at once.</summary>
    None,

    /// <summary>60 seconds.</summary>
    Minute,

    /// <summary>60 minutes.</summary>
    Hour,

    /// <summary>24 hours; a calendar day for budgets.</summary>
    Day,

    /// <summary>A calendar month for budgets, 30 days for rates.</summary>
    Month,
}
