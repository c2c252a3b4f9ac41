using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Outcomes;
using Loadline.Core.Quality;
using Loadline.Learning.Gating;
using Loadline.Learning.Tables;

namespace Loadline.Learning.Certification;

/// <summary>The rows that certify: graded for every candidate that may serve, grouped into units, in an order that no grade decides.</summary>
public sealed class CertifyingRows
{
    private readonly int[] _unitOf;
    private readonly int[] _sizes;

    private CertifyingRows(List<OutcomeRow> rows, string reference)
    {
        Rows = rows;
        ReferenceName = reference;
        var units = new RowUnits();
        rows.ForEach(units.Note);
        var keys = rows.ConvertAll(units.Find);
        var order = keys.Distinct().Order().Select((key, i) => (key, i)).ToDictionary(pair => pair.key, pair => pair.i);
        _unitOf = [.. keys.Select(key => order[key])];
        _sizes = new int[order.Count];
        foreach (var unit in _unitOf)
        {
            _sizes[unit]++;
        }

        Reference = Of(_ => reference).Served;
        ReferenceCost = Of(_ => reference).Cost.Average();
        Prompts = [.. rows.Select(row => (ulong)(PromptKey.Of(row) >> 64)).Distinct().Order()];
    }

    /// <summary>Gets the rows, as the table has them.</summary>
    public IReadOnlyList<OutcomeRow> Rows { get; }

    /// <summary>Gets the reference's name in the table.</summary>
    public string ReferenceName { get; }

    /// <summary>Gets the number of units: sessions where rows name a cluster, else rows.</summary>
    public int Units => _sizes.Length;

    /// <summary>Gets the reference's mean quality per unit.</summary>
    public float[] Reference { get; }

    /// <summary>Gets the reference's mean cost a row, in the table's unit.</summary>
    public double ReferenceCost { get; }

    /// <summary>Gets the rows' prompts, as artifacts and the book of attempts keep them.</summary>
    public IReadOnlyList<ulong> Prompts { get; }

    /// <summary>Gets the position of the unit that a row belongs to.</summary>
    public int UnitOf(int row) => _unitOf[row];

    /// <summary>Some of the rows; a unit is then what of it is among them.</summary>
    /// <param name="rows">Positions in <see cref="Rows"/>.</param>
    public CertifyingRows Among(IEnumerable<int> rows) => new([.. rows.Select(row => Rows[row])], ReferenceName);

    /// <summary>Checks rows and takes them.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="candidates">The candidates that the route may serve.</param>
    /// <param name="reference">The route's reference.</param>
    /// <exception cref="CertifyException">They cannot certify.</exception>
    public static CertifyingRows Of(IReadOnlyList<OutcomeTable> tables, IReadOnlyList<string> candidates, string reference)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(candidates);
        Versions.Check(tables);
        List<OutcomeRow> rows = [.. tables.SelectMany(table => table.Rows)];
        if (rows.Count == 0)
        {
            throw new CertifyException("The tables have no rows.");
        }

        if (rows.FirstOrDefault(row => row.Prompt is null && row.Messages is null) is { } empty)
        {
            throw new CertifyException($"Row '{empty.Id}' has no prompt: what the route would do with it cannot be told. Hashed features are enough to train on, not to certify.");
        }

        Graded(rows, reference, "the reference ");
        foreach (var candidate in candidates)
        {
            Graded(rows, candidate, "");
        }

        return new CertifyingRows(rows, reference);
    }

    /// <summary>What the units got where each row was served by the named candidate; where by none, it got nothing.</summary>
    public StepOutcomes Of(Func<int, string?> served)
    {
        ArgumentNullException.ThrowIfNull(served);
        return Of(row => served(row) is { } name && Rows[row].Outcomes[name] is var outcome ? (outcome.Quality, (double)(outcome.Cost ?? 0)) : (0, 0));
    }

    /// <summary>What the units got, from each row's quality and cost.</summary>
    public StepOutcomes Of(Func<int, (double Quality, double Cost)> served)
    {
        ArgumentNullException.ThrowIfNull(served);
        var outcomes = new StepOutcomes(new float[Units], new float[Units], new double[Units]);
        for (var i = 0; i < Rows.Count; i++)
        {
            var unit = _unitOf[i];
            var (quality, cost) = served(i);
            outcomes.Served[unit] += (float)(quality / _sizes[unit]);
            outcomes.Lost[unit] += QualityLine.IsLost(quality, Rows[i].Outcomes[ReferenceName].Quality) ? 1f / _sizes[unit] : 0;
            outcomes.Cost[unit] += cost / _sizes[unit];
        }

        return outcomes;
    }

    /// <summary>Means over the units that some rows belong to: what is independent of the rest.</summary>
    /// <param name="rows">Positions in <see cref="Rows"/>.</param>
    /// <param name="value">What each row is worth.</param>
    public double[] UnitMeans(IEnumerable<int> rows, Func<int, double> value) =>
        [.. rows.GroupBy(row => _unitOf[row]).OrderBy(unit => unit.Key).Select(unit => unit.Average(value))];

    /// <summary>A digest of everything that the rows say, whatever files they lie in.</summary>
    public string Digest()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in Rows.OrderBy(row => row.Id, StringComparer.Ordinal))
        {
            var text = new StringBuilder(row.Id).Append('\n').Append(PromptKey.Of(row)).Append('\n').Append(row.Cluster).Append('\n');
            if (RowSegments.TenantOf(row) is { } tenant)
            {
                text.Append("tenant ").Append(tenant).Append('\n');
            }

            foreach (var (model, outcome) in row.Outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{model} {outcome.Quality:R} {outcome.Cost}\n");
            }

            sha.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static void Graded(List<OutcomeRow> rows, string model, string what)
    {
        var missing = rows.Where(row => !row.Outcomes.TryGetValue(model, out var outcome) || !outcome.IsGraded).ToList();
        if (missing.Count > 0)
        {
            throw new CertifyException(
                $"{missing.Count} of {rows.Count} rows have no graded outcome of {what}{model}, the first is '{missing[0].Id}'. "
                + "Every candidate that may serve must be graded on every row: `loadline outcomes collect` asks for what is missing. Rows may not be left out by what was graded.");
        }
    }
}
