using System.Text;
using Loadline.Core.Catalog;
using Loadline.Core.Outcomes;
using Loadline.Core.Signals.Tokens;

namespace Loadline.Learning.Collecting;

/// <summary>What calls will cost, before they are made.</summary>
internal static class CallCosts
{
    // The estimator is within a quarter for nearly all texts of the families it was fitted on.
    private const double Margin = 1.25;
    private const int MarginTokens = 50;

    /// <summary>Estimates a prompt's tokens.</summary>
    public static int InputTokens(OutcomeRow row)
    {
        var messages = row.Messages is { } list ? list.GetArrayLength() : 1;
        var text = Encoding.UTF8.GetBytes(row.Prompt ?? row.Messages?.GetRawText() ?? "");
        var tools = row.Tools is { } offered ? Encoding.UTF8.GetBytes(offered.GetRawText()) : [];
        return TokenEstimator.EstimateRequest(TokenEstimator.Estimate(text) + TokenEstimator.Estimate(tools), messages, tools.Length > 0 ? 1 : 0, 0);
    }

    /// <summary>Computes the most that a call can cost.</summary>
    /// <returns>USD; 0 where the price is unknown.</returns>
    public static decimal Most(ModelPrice? price, int inputTokens, int maxOutput)
    {
        var input = (int)Math.Min(int.MaxValue, (inputTokens * Margin) + MarginTokens);
        var dearest = price is null ? null : price with { Input = Math.Max(price.Input, price.CacheWrite ?? 0) };
        return dearest?.Cost(new TokenUsage { Input = input, Output = maxOutput }) ?? 0;
    }

    public static decimal Expected(ModelPrice? price, int inputTokens, int outputTokens) =>
        price?.Cost(new TokenUsage { Input = inputTokens, Output = outputTokens }) ?? 0;
}
