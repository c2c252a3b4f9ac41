using System.Globalization;
using System.Net.Http.Headers;

namespace Loadline.Extensions.AI.Remote;

/// <summary>Reads what a gateway tells of its decision.</summary>
internal static class DecisionHeaders
{
    /// <returns><see langword="null"/> where the answer came from no gateway.</returns>
    public static LoadlineDecision? Read(HttpResponseHeaders headers)
    {
        if (Find(headers, "x-loadline-decision") is not { } id)
        {
            return null;
        }

        var decision = new LoadlineDecision(
            id, Find(headers, "x-loadline-route") ?? "", Find(headers, "x-loadline-model") ?? "", "", Find(headers, "x-loadline-reason") ?? "");
        decision.Costs(Money(headers, "x-loadline-cost-usd"), Money(headers, "x-loadline-reference-cost-usd"));
        return decision;
    }

    private static string? Find(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static decimal? Money(HttpResponseHeaders headers, string name) =>
        decimal.TryParse(Find(headers, name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) ? usd : null;
}
