using Loadline.Core.Outcomes;

namespace Loadline.Learning.Training;

/// <summary>An outcome table as arrays: rows that have an outcome for every model asked for.</summary>
public sealed class OutcomeMatrix
{
    private OutcomeMatrix(string name, string[] models, int count)
    {
        Name = name;
        Models = models;
        Rows = new OutcomeRow[count];
        Quality = new float[count * models.Length];
        Cost = new double[count * models.Length];
        OutputTokens = new float[count * models.Length];
        Groups = new string[count];
        Keys = new UInt128[count];
    }

    /// <summary>Gets what reports call the table.</summary>
    public string Name { get; }

    /// <summary>Gets the models; their positions are the columns of <see cref="Quality"/> and <see cref="Cost"/>.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>Gets the number of rows.</summary>
    public int Count => Rows.Length;

    /// <summary>Gets the rows themselves.</summary>
    public OutcomeRow[] Rows { get; }

    /// <summary>Gets the grades, row by row.</summary>
    public float[] Quality { get; }

    /// <summary>Gets the costs, row by row, in the table's unit; 0 where none was recorded.</summary>
    public double[] Cost { get; }

    /// <summary>Gets how many tokens were generated, row by row; 0 where it was not recorded.</summary>
    public float[] OutputTokens { get; }

    /// <summary>Gets each row's label; empty where it has none. Used in training and in reports, never as a feature.</summary>
    public string[] Groups { get; }

    /// <summary>Gets each row's prompt, normalised, as a key: rows with the same one never stand on both sides of a split.</summary>
    public UInt128[] Keys { get; }

    /// <summary>Gets a value indicating whether some outcome has a cost.</summary>
    public bool HasCosts { get; private set; }

    /// <summary>Gets the rows of the table that lack an outcome for some model and were left out.</summary>
    public int Incomplete { get; private set; }

    /// <param name="table">The table.</param>
    /// <param name="name">What reports call it.</param>
    /// <param name="models">The models, in the order wanted; <see langword="null"/>: all of the table.</param>
    /// <exception cref="OutcomeTableException">A model is not in the table, or no row has them all.</exception>
    public static OutcomeMatrix Of(OutcomeTable table, string name, IReadOnlyList<string>? models = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var names = (models ?? table.Models).ToArray();
        foreach (var model in names)
        {
            if (!table.Models.Contains(model, StringComparer.Ordinal))
            {
                throw new OutcomeTableException($"{name} has no outcomes of '{model}'. Its models: {string.Join(", ", table.Models)}.");
            }
        }

        var rows = table.Rows.Where(row => names.All(row.Outcomes.ContainsKey)).ToList();
        if (rows.Count == 0)
        {
            throw new OutcomeTableException($"{name} has no row with outcomes of all of {string.Join(", ", names)}. Ask for fewer with --models; `loadline train --missing mean` fills in what is missing.");
        }

        var matrix = new OutcomeMatrix(name, names, rows.Count) { Incomplete = table.Rows.Count - rows.Count };
        for (var i = 0; i < rows.Count; i++)
        {
            matrix.Fill(i, rows[i]);
        }

        return matrix;
    }

    /// <summary>A model's grade on a row, in [0,1].</summary>
    public float QualityOf(int row, int model) => Quality[(row * Models.Count) + model];

    /// <summary>A model's cost of a row, in the table's unit; 0 where none was recorded.</summary>
    public double CostOf(int row, int model) => Cost[(row * Models.Count) + model];

    /// <summary>A model's position; -1 where the table has none of that name.</summary>
    public int IndexOf(string model) => Models.ToList().IndexOf(model);

    private void Fill(int i, OutcomeRow row)
    {
        Rows[i] = row;
        Groups[i] = row.Group ?? "";
        Keys[i] = PromptKey.Of(row);
        for (var m = 0; m < Models.Count; m++)
        {
            var outcome = row.Outcomes[Models[m]];
            Quality[(i * Models.Count) + m] = (float)outcome.Quality;
            Cost[(i * Models.Count) + m] = (double)(outcome.Cost ?? 0);
            OutputTokens[(i * Models.Count) + m] = outcome.OutputTokens ?? 0;
            HasCosts |= outcome.Cost > 0;
        }
    }
}
