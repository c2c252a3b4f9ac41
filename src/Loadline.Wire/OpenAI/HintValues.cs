using System.Globalization;
using System.Text;
using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Core.Signals;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads hint values and merges them: of two limits the tighter one stays, of two statements the later one.</summary>
internal static class HintValues
{
    // Longer than any valid value; what does not fit is malformed.
    private const int MaxChars = 40;

    private static readonly string[] Names = ["task", "priority", "max_cost_usd", "max_latency_ms"];

    /// <summary>Reads a hint of the body: a string, or for a limit also a JSON number.</summary>
    public static ScanResult Read(ref Utf8JsonReader json, RequestFacts facts, Hint hint, string prefix)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return Malformed(hint, prefix + Names[(int)hint]);
        }

        Span<char> text = stackalloc char[MaxChars];
        if (json.ValueSpan.Length > MaxChars || (json.TokenType == JsonTokenType.Number && hint < Hint.MaxCostUsd))
        {
            return Malformed(hint, prefix + Names[(int)hint]);
        }

        var length = json.TokenType == JsonTokenType.String ? json.CopyString(text) : Encoding.UTF8.GetChars(json.ValueSpan, text);
        return TryApply(facts, hint, text[..length]) ? ScanResult.Success : Malformed(hint, prefix + Names[(int)hint]);
    }

    /// <summary>Reads a hint header.</summary>
    public static ScanResult Read(ReadOnlySpan<char> value, RequestFacts facts, Hint hint, string header) =>
        TryApply(facts, hint, value) ? ScanResult.Success : Malformed(hint, header);

    private static bool TryApply(RequestFacts facts, Hint hint, ReadOnlySpan<char> text)
    {
        text = text.Trim();
        var hints = facts.Hints;
        switch (hint)
        {
            case Hint.Task when TaskKinds.TryParse(text, out var task):
                hints.Task = task;
                break;
            case Hint.Priority when TryPriority(text, out var priority):
                hints.Priority = priority;
                break;
            case Hint.MaxCostUsd when TryLimit(text, out var usd):
                hints.MaxCostUsd = Math.Min(usd, hints.MaxCostUsd ?? double.MaxValue);
                break;
            case Hint.MaxLatencyMs when TryLimit(text, out var milliseconds) && milliseconds > 0:
                hints.MaxLatencyMs = Math.Min(milliseconds, hints.MaxLatencyMs ?? double.MaxValue);
                break;
            default:
                return false;
        }

        facts.Hints = hints;
        return true;
    }

    private static bool TryLimit(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value) && value >= 0;

    private static bool TryPriority(ReadOnlySpan<char> text, out RequestPriority priority)
    {
        priority = default;
        if (text.Equals("batch", StringComparison.OrdinalIgnoreCase))
        {
            priority = RequestPriority.Batch;
        }
        else if (text.Equals("critical", StringComparison.OrdinalIgnoreCase))
        {
            priority = RequestPriority.Critical;
        }
        else
        {
            return text.Equals("interactive", StringComparison.OrdinalIgnoreCase);
        }

        return true;
    }

    private static ScanResult Malformed(Hint hint, string name)
    {
        var wanted = hint switch
        {
            Hint.Task => "one of " + string.Join(", ", TaskKinds.Names),
            Hint.Priority => "one of interactive, batch, critical",
            Hint.MaxCostUsd => "an amount in USD such as 0.05",
            _ => "milliseconds above 0, such as 2000",
        };
        return ScanResult.Error($"Invalid hint '{name}': write {wanted}.", name, "invalid_hint");
    }
}
