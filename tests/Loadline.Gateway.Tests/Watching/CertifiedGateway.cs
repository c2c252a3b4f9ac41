using Loadline.Core.Catalog;
using Loadline.Core.Certificates;
using Loadline.Core.Quality;
using Loadline.Core.Runtime;
using Loadline.Core.Watching;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Forwarding;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Watching;

/// <summary>A gateway whose route has a certificate, as `loadline certify` would have written it.</summary>
internal static class CertifiedGateway
{
    public const string Uncertified = "mode: enforce, quality: uncertified";
    public const string Graders = "\ngraders:\n  good: { kind: contains, texts: [good] }\n";
    public const string Audit = "audit: { rate: 1, grader: good }";

    /// <summary>Writes a certificate for what a config's route is now.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="yaml">The config that is certified.</param>
    /// <param name="change">What is otherwise about it.</param>
    /// <returns>The file, quoted for YAML.</returns>
    public static string Certify(TempFolder folder, string yaml, Func<Certificate, Certificate>? change = null)
    {
        var config = Configs.Read(yaml);
        var route = SnapshotBuilder.Build(config, null, BuiltInCatalog.Instance).Find("auto")!;
        var certificate = new Certificate
        {
            Route = "auto",
            RouteDigest = route.Digest,
            Reference = "large",
            Line = new QualityLine(0.5, null),
            Attempt = 1,
            Delta = 0.04,
            Rows = 1000,
            Units = 1000,
            Tables = ["0"],
            MeanKeep = 0.99,
            MeanLost = 0.01,
            MeanCost = 0.1,
            Issued = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Expires = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
        var path = folder.File("auto.certificate.json");
        File.WriteAllBytes(path, CertificateFile.Write(change?.Invoke(certificate) ?? certificate));
        return "\"" + path.Replace('\\', '/') + "\"";
    }

    /// <summary>Starts a gateway whose route's own config is certified.</summary>
    /// <param name="folder">Where the certificate is written.</param>
    /// <param name="yaml">The config, uncertified.</param>
    /// <param name="mode">The mode beside the certificate.</param>
    public static Task<TestGateway> StartAsync(TempFolder folder, string yaml, string mode = "enforce") =>
        TestGateway.StartAsync(yaml.Replace(Uncertified, Mode(mode, Certify(folder, yaml)), StringComparison.Ordinal));

    public static string Mode(string mode, string certificate) => $"mode: {mode}, quality: {{ keep: 0.5, certificate: {certificate} }}";

    public static RouteServing Serving(this TestGateway gateway) => gateway.Snapshots.Current.Find("auto")!.Serving;

    /// <summary>Waits for the audits of every answer so far; an answer's is queued once its request is done, which its caller does not wait for.</summary>
    public static async Task AuditedAsync(this TestGateway gateway)
    {
        await Eventually.TrueAsync(() => gateway.Services.GetRequiredService<ExchangePool>().Active == 0, "no request under way");
        await Eventually.TrueAsync(() => gateway.Services.GetRequiredService<AuditQueue>().Pending == 0, "every audit is done");
    }

    public static Task<IReadOnlyList<RouteEvent>> EventsAsync(this TestGateway gateway) =>
        gateway.Services.GetRequiredService<RouteKeeper>().EventsAsync("auto", null, 100).AsTask();
}
