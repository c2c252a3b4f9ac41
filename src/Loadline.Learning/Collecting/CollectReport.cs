using Loadline.Learning.Grading;

namespace Loadline.Learning.Collecting;

/// <summary>How a collection went.</summary>
/// <param name="Answered">Calls that brought an answer.</param>
/// <param name="Failed">Calls that brought none after all tries; asked again on the next run.</param>
/// <param name="SpentUsd">What this run spent, judges included, as far as prices are known.</param>
/// <param name="Stopped">Why it stopped before the end: <c>spending cap</c> or <c>cancelled</c>; <see langword="null"/> where it did not.</param>
/// <param name="GivenUp">Models that failed so often in a row that they were asked no more, with their last error.</param>
/// <param name="Errors">The first errors.</param>
/// <param name="Grades">How grading went.</param>
public sealed record CollectReport(
    long Answered, long Failed, decimal SpentUsd, string? Stopped, IReadOnlyDictionary<string, string> GivenUp, IReadOnlyList<string> Errors, GradeReport Grades);
