using System.Text.Json;

namespace Loadline.Wire.OpenAI;

/// <summary>Whole numbers as callers and providers write them, <c>12.0</c> and <c>1e3</c> included.</summary>
internal static class Numbers
{
    /// <summary>Reads an optional whole number of a request; null and absent are 0, what is above an <see cref="int"/> is its maximum.</summary>
    public static ScanResult Read(ref Utf8JsonReader json, string param, int minimum, out int value)
    {
        value = 0;
        if (json.TokenType == JsonTokenType.Null)
        {
            return ScanResult.Success;
        }

        if (json.TokenType != JsonTokenType.Number || !TryRead(ref json, out var number))
        {
            return ScanErrors.WrongType(param, "a whole number", json.TokenType);
        }

        value = (int)Math.Clamp(number, 0, int.MaxValue);
        return number < minimum ? ScanErrors.TooSmall(param, minimum) : ScanResult.Success;
    }

    /// <summary>Reads the number the reader stands on where it is whole.</summary>
    public static bool TryRead(ref Utf8JsonReader json, out long value)
    {
        if (json.TryGetInt64(out value))
        {
            return true;
        }

        if (!json.TryGetDouble(out var real) || !double.IsInteger(real))
        {
            return false;
        }

        value = (long)Math.Clamp(real, -1e18, 1e18);
        return true;
    }
}
