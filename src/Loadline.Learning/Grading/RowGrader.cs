using System.Text.Json;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Grading;

/// <summary>Grades the answers of one row. Thread-safe.</summary>
/// <param name="graders">Who grades.</param>
/// <param name="tally">Counts how it went.</param>
public sealed class RowGrader(GraderSet graders, GradeTally tally)
{
    /// <summary>Grades every answer that <paramref name="wanted"/> accepts.</summary>
    /// <returns>The row with its new grades; an answer that could not be graded keeps what it had.</returns>
    public async Task<OutcomeRow> GradeAsync(OutcomeRow row, Func<Outcome, bool> wanted, CancellationToken cancellationToken)
    {
        var grader = graders.For(row, out var problem);
        var outcomes = new Dictionary<string, Outcome>(row.Outcomes.Count, StringComparer.Ordinal);
        foreach (var (model, outcome) in row.Outcomes)
        {
            outcomes[model] = !wanted(outcome) ? outcome
                : grader is null ? Refuse(row, model, outcome, problem!)
                : await GradeAsync(grader, new GradeRequest(row, model, outcome, row.Outcomes), cancellationToken).ConfigureAwait(false);
        }

        return row with { Outcomes = outcomes };
    }

    private async ValueTask<Outcome> GradeAsync(IGrader grader, GradeRequest request, CancellationToken cancellationToken)
    {
        if (grader.NeedsResponse && request.Outcome.Response is null)
        {
            tally.WithoutResponse();
            return request.Outcome;
        }

        var grade = await grader.GradeAsync(request, cancellationToken).ConfigureAwait(false);
        if (grade.Score is not { } score)
        {
            return Refuse(request.Row, request.Model, request.Outcome, grade.Problem ?? "no grade");
        }

        tally.Graded(isNew: !request.Outcome.IsGraded, changed: request.Outcome.IsGraded && Math.Abs(request.Outcome.Quality - score) > 1e-9);
        var outcome = request.Outcome with { Quality = score };
        return grade.Preference is { } preference ? outcome with { Rest = With(outcome.Rest, preference) } : outcome;
    }

    private Outcome Refuse(OutcomeRow row, string model, Outcome outcome, string problem)
    {
        tally.Failed($"row '{row.Id}', model '{model}': {problem}", problem);
        return outcome;
    }

    private static List<KeyValuePair<string, JsonElement>> With(IReadOnlyList<KeyValuePair<string, JsonElement>> rest, int preference) =>
        [.. rest.Where(field => field.Key != "preference"), new("preference", JsonSerializer.SerializeToElement(preference, GradingJsonContext.Default.Int32))];
}
