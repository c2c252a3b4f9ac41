using Loadline.Core.Outcomes;

namespace Loadline.Learning.Grading;

/// <summary>Grades a whole table as a stream; rows keep their order, and only a few are in memory.</summary>
public static class TableGrader
{
    /// <summary>Grades a table.</summary>
    /// <param name="reader">The table; opened with ungraded answers allowed.</param>
    /// <param name="writer">Gets the rows.</param>
    /// <param name="grader">Grades rows.</param>
    /// <param name="regrade">Whether answers that have a grade get a new one.</param>
    /// <param name="dropUngraded">Whether answers without a grade at the end are left out, and rows without answers with them.</param>
    /// <param name="concurrency">Rows under way at once.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static async Task GradeAsync(
        OutcomeReader reader, OutcomeWriter writer, RowGrader grader, bool regrade, bool dropUngraded, int concurrency, CancellationToken cancellationToken)
    {
        var pending = new Queue<Task<OutcomeRow>>();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            pending.Enqueue(grader.GradeAsync(reader.Row, outcome => regrade || !outcome.IsGraded, cancellationToken));
            if (pending.Count >= concurrency)
            {
                Write(writer, await pending.Dequeue().ConfigureAwait(false), dropUngraded);
            }
        }

        while (pending.TryDequeue(out var task))
        {
            Write(writer, await task.ConfigureAwait(false), dropUngraded);
        }
    }

    private static void Write(OutcomeWriter writer, OutcomeRow row, bool dropUngraded)
    {
        if (dropUngraded && row.Outcomes.Values.Any(outcome => !outcome.IsGraded))
        {
            row = row with { Outcomes = row.Outcomes.Where(pair => pair.Value.IsGraded).ToDictionary(StringComparer.Ordinal) };
        }

        if (row.Outcomes.Count > 0)
        {
            writer.Write(row);
        }
    }
}
