namespace Loadline.Core.Watching;

/// <summary>Something that happened to a route.</summary>
/// <param name="Id">26 characters, sortable by time (a ULID).</param>
/// <param name="Time">When.</param>
/// <param name="Route">The route.</param>
/// <param name="Kind">One of <see cref="RouteEventKinds"/>.</param>
/// <param name="Who">Who did it: a person's name, a key, or <c>loadline</c>.</param>
/// <param name="Why">Why, in one or two sentences.</param>
public sealed record RouteEvent(string Id, DateTimeOffset Time, string Route, string Kind, string Who, string Why)
{
    /// <summary>Who does what nobody asked for.</summary>
    public const string Loadline = "loadline";
}
