namespace Loadline.Core.Watching;

/// <summary>What the watch of a route has seen.</summary>
public sealed record RouteWatch
{
}
