using System.Globalization;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Training;

namespace Loadline.Learning.Design;

/// <summary>Says what rows or fields would make the next design cheaper or surer.</summary>
internal static class CollectNext
{
    private const int LeastInGroup = 30;
    private const int MostGroups = 3;

    public static IReadOnlyList<string> Of(DesignReport report, OutcomeMatrix matrix, DesignPart score, StepOutcomes served)
    {
        var advice = new List<string>();
        var next = report.Proposals.Where(proposal => proposal.NextCost < report.Proposal.ChosenAt).OrderBy(proposal => proposal.RowsForNext ?? int.MaxValue).FirstOrDefault();
        if (next is { RowsForNext: { } rows, NextCost: { } cost } && rows > report.ChooseRows)
        {
            advice.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"About {rows:N0} rows to choose on instead of {report.ChooseRows:N0} (a table of {4.0 * rows:N0}) would prove the next setting of `{next.Name}`, at {cost:0.0%} of the reference's cost: `loadline outcomes collect`."));
        }

        if (matrix.Incomplete > 0)
        {
            advice.Add(string.Create(
                CultureInfo.InvariantCulture, $"{matrix.Incomplete:N0} rows lack some model's outcome and were left out: `loadline outcomes collect` fills them in."));
        }

        if (report.NotTried.Any(kind => kind.StartsWith("cascade", StringComparison.Ordinal)))
        {
            advice.Add("Answers' texts (`response`), so that a cascade can be learned: `loadline outcomes collect` keeps them.");
        }

        if (matrix.OutputTokens.All(tokens => tokens == 0))
        {
            advice.Add("`output_tokens` of outcomes, so that `costs: live` can reckon with today's prices.");
        }

        advice.AddRange(Groups(matrix, score, served));
        advice.Add("Rows that no design has seen, for `loadline certify`: what is chosen here is not certified by the rows it was chosen on.");
        return advice;
    }

    // Where most is lost, more rows teach most. Only for reading: labels are not known when serving.
    private static IEnumerable<string> Groups(OutcomeMatrix matrix, DesignPart score, StepOutcomes served)
    {
        if (served.Lost.Length != score.Rows.Length)
        {
            // Sessions of several rows have no one label.
            yield break;
        }

        var all = Enumerable.Range(0, score.Rows.Length)
            .Select(row => (Group: matrix.Groups[score.Rows[row]], Unit: score.Units.UnitOf(row)))
            .Where(one => one.Group.Length > 0)
            .GroupBy(one => one.Group, one => (double)served.Lost[one.Unit])
            .Where(group => group.Count() >= LeastInGroup)
            .Select(group => (group.Key, Rows: group.Count(), Lost: group.Average()))
            .ToList();
        var mean = served.Lost.Average();
        foreach (var (group, rows, lost) in all.Where(one => one.Lost > 1.5 * mean).OrderByDescending(one => one.Lost * one.Rows).Take(MostGroups))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Rows like those labelled `{group}`: {lost:0.0%} of {rows} were lost there, against {mean:0.0%} over all.");
        }
    }
}
