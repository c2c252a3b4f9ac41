using System.Globalization;

namespace Loadline.Gateway.Forwarding;

/// <summary>The caller's own deadline: <c>x-request-timeout</c> can narrow the route's, never widen it.</summary>
internal static class RequestTimeout
{
    public const string Header = "x-request-timeout";

    /// <summary>Reads it.</summary>
    /// <param name="headers">The caller's headers.</param>
    /// <param name="most">The route's own.</param>
    /// <param name="timeout">The shorter of the two.</param>
    /// <returns>Whether it was left out or could be read.</returns>
    public static bool TryRead(CallerHeaders headers, TimeSpan most, out TimeSpan timeout)
    {
        timeout = most;
        if (headers.Find(Header) is not { } text)
        {
            return true;
        }

        var isMilliseconds = text.EndsWith("ms", StringComparison.Ordinal);
        var digits = isMilliseconds ? text.AsSpan(0, text.Length - 2) : text.AsSpan().TrimEnd('s');
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number) || number <= 0)
        {
            return false;
        }

        var milliseconds = isMilliseconds ? number : number * 1000;
        timeout = milliseconds < most.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : most;
        return true;
    }
}
