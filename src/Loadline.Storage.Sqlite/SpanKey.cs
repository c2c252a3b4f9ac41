namespace Loadline.Storage.Sqlite;

/// <summary>What sums are kept by.</summary>
/// <param name="Start">The span's first second, in Unix seconds.</param>
/// <param name="Route">The route's number.</param>
/// <param name="Model">The number of the model that served, or of <c>none</c>.</param>
/// <param name="Outcome">The outcome's number.</param>
internal readonly record struct SpanKey(long Start, long Route, long Model, long Outcome);
