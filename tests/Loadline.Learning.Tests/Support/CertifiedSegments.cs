using Loadline.Core.Catalog;
using Loadline.Core.Certificates;
using Loadline.Core.Configuration;
using Loadline.Core.Quality;
using Loadline.Core.Runtime;

namespace Loadline.Learning.Tests.Support;

/// <summary>Configs whose only route serves by a certificate that holds in some segments.</summary>
internal static class CertifiedSegments
{
    public static LoadlineConfig In(LoadlineConfig config, params string[] proven)
    {
        var route = config.Routes[0];
        var certificate = new Certificate
        {
            Route = route.Name,
            RouteDigest = SnapshotBuilder.Build(config, null, BuiltInCatalog.Instance).Find(route.Name)!.Digest,
            Reference = route.Reference,
            Line = route.Quality!,
            Attempt = 1,
            Delta = 0.04,
            Rows = 1000,
            Units = 1000,
            Tables = ["0"],
            MeanKeep = 1,
            MeanLost = 0,
            MeanCost = 0.1,
            Issued = DateTimeOffset.UnixEpoch,
            Expires = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Segments = [.. proven.Select(name => new SegmentProof { Segment = name, Holds = true, Delta = 0.02, Rows = 500, Units = 500, MeanKeep = 1, MeanLost = 0, MeanCost = 0.1 })],
        };
        return config with { Routes = [route with { Mode = RouteMode.Enforce, Certificate = certificate, CertificateProblem = null }] };
    }
}
