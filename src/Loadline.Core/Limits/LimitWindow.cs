namespace Loadline.Core.Limits;

/// <summary>The time that a limit counts over.</summary>
public enum LimitWindow
{
    /// <summary>No window: a number at once.</summary>
    None,
    Minute,
    Hour,
    Day,

    /// <summary>A calendar month for budgets, 30 days for rates.</summary>
    Month,
}
