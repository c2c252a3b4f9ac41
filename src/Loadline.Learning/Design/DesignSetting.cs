using Loadline.Learning.Certification;

namespace Loadline.Learning.Design;

/// <summary>One way to route that may be proposed.</summary>
/// <param name="Family">What kind of way it is: <c>single</c>, <c>trained</c>.</param>
/// <param name="Says">What it does, in a line.</param>
/// <param name="Route">How it is written.</param>
/// <param name="Step">What the rows that it was fitted on say of it.</param>
public sealed record DesignSetting(string Family, string Says, RouteText Route, PathStep Step)
{
    /// <summary>Gets how rows of the table are served where the router alone cannot tell, because answers are looked at; parallel to the rows given.</summary>
    public Func<int[], (double Quality, double Cost)[]>? Serve { get; init; }

    /// <summary>Gets the cost over the reference's on the rows that it was fitted on.</summary>
    public double Cost => Step.Evidence?.Cost ?? 1;
}
