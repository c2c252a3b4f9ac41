using System.Globalization;

namespace Loadline.Core.Limits;

/// <summary>How limits are written: <c>60/minute</c>, <c>100k/hour</c>, <c>2.50/day</c>, <c>500/month</c>; for concurrency just a number.</summary>
public static class UsageLimitText
{
    /// <summary>What a limit may be written as, for error messages.</summary>
    public const string Form = "`60/minute`, `100k/hour`, `2.50/day` or `500/month`; for concurrency a number such as `8`";

    private static readonly (string Name, LimitWindow Window)[] Windows =
    [
        ("minute", LimitWindow.Minute), ("min", LimitWindow.Minute), ("hour", LimitWindow.Hour), ("day", LimitWindow.Day), ("month", LimitWindow.Month),
    ];

    /// <summary>Names what may be limited, as config keys and options do.</summary>
    public static string Name(LimitedUse use) => use switch
    {
        LimitedUse.Requests => "requests",
        LimitedUse.Tokens => "tokens",
        LimitedUse.Cost => "cost",
        LimitedUse.Concurrency => "concurrency",
        _ => "budget",
    };

    /// <summary>Finds what a limit counts by its name in configs.</summary>
    public static bool TryParseUse(string name, out LimitedUse use)
    {
        foreach (var known in Enum.GetValues<LimitedUse>())
        {
            if (Name(known) == name)
            {
                use = known;
                return true;
            }
        }

        use = default;
        return false;
    }

    /// <summary>Reads a limit.</summary>
    public static bool TryParse(LimitedUse use, string text, out UsageLimit limit)
    {
        limit = new UsageLimit(use, LimitWindow.None, 0);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var amount = slash < 0 ? text : text[..slash];
        if ((slash < 0) != (use == LimitedUse.Concurrency) || !TryParseAmount(amount.Trim(), out var number))
        {
            return false;
        }

        // Money has parts; nothing else can be had by halves.
        if (use is not (LimitedUse.Cost or LimitedUse.Budget) && number != decimal.Truncate(number))
        {
            return false;
        }

        limit = limit with { Amount = number };
        if (slash < 0)
        {
            return true;
        }

        foreach (var (name, window) in Windows)
        {
            if (text[(slash + 1)..].Trim().Equals(name, StringComparison.Ordinal))
            {
                limit = limit with { Per = window };
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes a limit so that <see cref="TryParse"/> reads it.</summary>
    public static string Write(UsageLimit limit)
    {
        var amount = limit.Amount.ToString("0.#########", CultureInfo.InvariantCulture);
        return limit.Per == LimitWindow.None ? amount : amount + "/" + Name(limit.Per);
    }

    /// <summary>Names a window.</summary>
    public static string Name(LimitWindow window) => window switch
    {
        LimitWindow.Minute => "minute",
        LimitWindow.Hour => "hour",
        LimitWindow.Day => "day",
        LimitWindow.Month => "month",
        _ => "",
    };

    private static bool TryParseAmount(string text, out decimal amount)
    {
        var unit = text.Length == 0 ? 1m : text[^1] switch { 'k' => 1_000m, 'm' => 1_000_000m, _ => 1m };
        if (!decimal.TryParse(unit == 1 ? text : text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount)
            || amount <= 0 || amount > 1_000_000_000)
        {
            return false;
        }

        amount *= unit;
        return true;
    }
}
