using Loadline.Learning.Training;

namespace Loadline.Learning.Evaluation;

/// <summary>Rows that a router is measured on.</summary>
public sealed class TestRows
{
    /// <summary>Takes some rows of a table, by position; <paramref name="reference"/> is a position among its models.</summary>
    public TestRows(OutcomeMatrix matrix, int[] rows, int reference)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(rows);
        Matrix = matrix;
        Rows = rows;
        Reference = reference;
        var models = matrix.Models.Count;
        MeanQuality = new double[models];
        MeanCost = new double[models];
        foreach (var row in rows)
        {
            for (var m = 0; m < models; m++)
            {
                MeanQuality[m] += matrix.QualityOf(row, m) / (double)rows.Length;
                MeanCost[m] += matrix.CostOf(row, m) / rows.Length;
            }
        }
    }

    /// <summary>Gets the table.</summary>
    public OutcomeMatrix Matrix { get; }

    /// <summary>Gets the rows' positions in the table.</summary>
    public int[] Rows { get; }

    /// <summary>Gets the reference's position among the models.</summary>
    public int Reference { get; }

    /// <summary>Gets the number of models.</summary>
    public int Models => Matrix.Models.Count;

    /// <summary>Gets each model's mean quality on these rows.</summary>
    public double[] MeanQuality { get; }

    /// <summary>Gets each model's mean cost on these rows, in the table's unit.</summary>
    public double[] MeanCost { get; }

    /// <summary>A model's quality on the <paramref name="row"/>-th of these rows.</summary>
    public double Quality(int row, int model) => Matrix.QualityOf(Rows[row], model);

    /// <summary>A model's cost on the <paramref name="row"/>-th of these rows, in the table's unit.</summary>
    public double Cost(int row, int model) => Matrix.CostOf(Rows[row], model);

    /// <summary>Gets the model with the least mean cost.</summary>
    public int Cheapest => Enumerable.Range(0, Models).MinBy(m => MeanCost[m]);

    /// <summary>The settings' points: what each λ costs and how good it is, and the reference alone.</summary>
    public List<FrontierPoint> Path(Scores scores)
    {
        var points = new List<FrontierPoint> { new(MeanCost[Reference], MeanQuality[Reference]) };
        foreach (var lambda in Scores.Lambdas)
        {
            points.Add(At(scores, lambda));
        }

        return points;
    }

    /// <summary>Serves every row at one λ.</summary>
    public FrontierPoint At(Scores scores, double lambda) => Serve(row => scores.Choose(row, lambda));

    /// <summary>Serves every row as told.</summary>
    /// <param name="choose">From a row's position to a model.</param>
    public FrontierPoint Serve(Func<int, int> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        double cost = 0, quality = 0;
        for (var i = 0; i < Rows.Length; i++)
        {
            var model = choose(i);
            cost += Cost(i, model);
            quality += Quality(i, model);
        }

        return new FrontierPoint(cost / Rows.Length, quality / Rows.Length);
    }
}
