namespace Loadline.Gateway.Telemetry;

/// <summary>What the metrics page shows and how much it may hold.</summary>
public sealed record PrometheusExporterOptions
{
    /// <summary>Gets the meters that are followed by name, whoever created them. Default: the runtime's.</summary>
    /// <remarks>
    /// ASP.NET Core's, Kestrel's and HTTP's own are left out: following them makes each of those layers time and tag every request, and
    /// what they say of a gateway ours says better.
    /// </remarks>
    public IReadOnlyList<string> MeterNames { get; init; } = ["System.Runtime"];

    /// <summary>Gets how many label sets an instrument may have, 1 or more; what comes after is counted in one series of its own. Default: 1,000.</summary>
    public int MaxSeriesPerInstrument { get; init; } = 1000;
}
