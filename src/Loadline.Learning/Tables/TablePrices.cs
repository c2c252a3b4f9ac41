using Loadline.Core.Catalog;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables;

/// <summary>Prices for models of which a table knows no more than what each answer cost.</summary>
public static class TablePrices
{
    // Where no length was recorded every answer counts alike.
    private const int UnknownLength = 256;

    /// <summary>A price on output alone that makes estimates come out right on average, per million tokens.</summary>
    /// <returns><see langword="null"/> where no outcome of the model has a cost.</returns>
    public static ModelPrice? Of(IReadOnlyList<OutcomeRow> rows, string model)
    {
        ArgumentNullException.ThrowIfNull(rows);
        long tokens = 0;
        var cost = 0m;
        foreach (var row in rows)
        {
            if (row.Outcomes.GetValueOrDefault(model) is { Cost: { } one } outcome)
            {
                tokens += outcome.OutputTokens ?? UnknownLength;
                cost += one;
            }
        }

        return tokens == 0 ? null : new ModelPrice(0, Math.Round(cost * 1_000_000 / tokens, 6));
    }
}
