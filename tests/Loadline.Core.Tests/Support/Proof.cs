using Loadline.Core.Certificates;
using Loadline.Core.Configuration;
using Loadline.Core.Quality;
using Loadline.Core.Runtime;
using Loadline.Core.Watching;

namespace Loadline.Core.Tests.Support;

/// <summary>Configs whose route has a certificate, as if it had been read beside them.</summary>
internal static class Proof
{
    /// <summary>The config with its only route certified as it is, at the line that it has.</summary>
    public static LoadlineConfig Certified(LoadlineConfig config, RouteMode mode, params SegmentProof[] segments)
    {
        var route = config.Routes[0];
        var certificate = Watching.Watched.Certificate with
        {
            RouteDigest = SnapshotBuilder.Build(config, null, TestCatalog.Empty).Find(route.Name)!.Digest,
            Reference = route.Reference,
            Line = route.Quality!,
            Knob = null,
            SaferKnobs = [],
            Expires = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Segments = segments.Length > 0 ? segments : null,
        };
        return config with { Routes = [route with { Mode = mode, CanaryShare = mode == RouteMode.Canary ? 0.1 : 0, Certificate = certificate, CertificateProblem = null }] };
    }

    public static SegmentProof Segment(string name, bool holds) =>
        new() { Segment = name, Holds = holds, Delta = 0.02, Rows = 500, Units = 500, MeanKeep = 1, MeanLost = 0, MeanCost = 0.1 };

    /// <summary>A snapshot while the certificate is good.</summary>
    public static RuntimeSnapshot Build(LoadlineConfig config) =>
        SnapshotBuilder.Build(config, null, TestCatalog.Empty, new RouteStandings(DateTimeOffset.UnixEpoch, []));
}
