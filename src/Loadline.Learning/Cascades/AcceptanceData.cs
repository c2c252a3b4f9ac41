using Loadline.Core.Cascades.Acceptance;
using Loadline.Core.Checks;
using Loadline.Learning.Training;

namespace Loadline.Learning.Cascades;

/// <summary>The answers of an outcome table as features: row by row, model by model.</summary>
public sealed class AcceptanceData
{
    private readonly (int[] Columns, float[] Values)[] _features;

    private AcceptanceData(OutcomeMatrix table)
    {
        Table = table;
        _features = new (int[], float[])[table.Count * table.Models.Count];
    }

    /// <summary>Gets the table that the answers are of.</summary>
    public OutcomeMatrix Table { get; }

    /// <summary>Extracts every answer's features as a gateway would.</summary>
    /// <exception cref="ArgumentException">Some row holds no answer's text.</exception>
    public static AcceptanceData Of(OutcomeMatrix table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var data = new AcceptanceData(table);
        if (table.Rows.Any(row => table.Models.Any(model => row.Outcomes[model].Response is null)))
        {
            throw new ArgumentException("A cascade is learned from answers, and some outcome of this table has no `response`. Collect them with `loadline outcomes collect`.");
        }

        Parallel.For(0, table.Count, TrainingThreads.Options, () => new AcceptanceFeatures(), data.Extract, _ => { });
        return data;
    }

    internal (int[] Columns, float[] Values) this[int row, int model] => _features[(row * Table.Models.Count) + model];

    private AcceptanceFeatures Extract(int row, ParallelLoopState state, AcceptanceFeatures features)
    {
        var source = Table.Rows[row];
        var prompt = source.Prompt ?? source.Messages!.Value.GetRawText();
        for (var m = 0; m < Table.Models.Count; m++)
        {
            var answer = new AnswerToCheck(source.Outcomes[Table.Models[m]].Response!) { Prompt = prompt, Model = Table.Models[m] };
            var found = features.Extract(answer);
            _features[(row * Table.Models.Count) + m] = ([.. found.Select(one => one.Column)], [.. found.Select(one => one.Value)]);
        }

        return features;
    }
}
