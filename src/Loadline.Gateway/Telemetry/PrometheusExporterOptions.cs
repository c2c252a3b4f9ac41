namespace Loadline.Gateway.Telemetry;

/// <summary>What the metrics page shows and how much it may hold.</summary>
public sealed record PrometheusExporterOptions
{
    /// <summary>Gets the meters that are followed by name, whoever created them. Default: those of ASP.NET Core, Kestrel, HTTP and the runtime.</summary>
    public IReadOnlyList<string> MeterNames { get; init; } =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "System.Net.Http"];

    /// <summary>Gets how many label sets an instrument may have, 1 or more; what comes after is counted in one series of its own. Default: 1,000.</summary>
    public int MaxSeriesPerInstrument { get; init; } = 1000;
}
