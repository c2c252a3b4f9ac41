namespace Loadline.Learning.Grading;

/// <summary>Grades answers. Thread-safe.</summary>
public interface IGrader
{
    /// <summary>Gets the name that tables and configs know it by.</summary>
    string Name { get; }

    /// <summary>Gets a value indicating whether it reads the answer's text; labels do not.</summary>
    bool NeedsResponse { get; }

    /// <summary>Grades one answer. What stops it from doing so is a grade without a score, not an exception; cancelling aside.</summary>
    ValueTask<Grade> GradeAsync(GradeRequest request, CancellationToken cancellationToken);
}
