using Loadline.Core.Certificates;
using Loadline.Core.Configuration;
using Loadline.Core.Predictors;
using Loadline.Core.Quality;

namespace Loadline.Core.Watching;

/// <summary>What a route serves by: its mode in force and the proven setting, and why.</summary>
/// <param name="Mode">The mode in force; its certificate may hold it back from the one that is asked for.</param>
/// <param name="Certificate">The certificate it enforces by; <see langword="null"/>: it observes, or is uncertified.</param>
/// <param name="StepsBack">How many proven settings the watch took away.</param>
/// <param name="Why">Why it is so: <c>certified</c>, <c>uncertified</c>, or what is missing.</param>
public sealed record RouteServing(RouteModeSetting Mode, Certificate? Certificate, int StepsBack, string Why)
{
    /// <summary>Without a certificate, by explicit word.</summary>
    public const string Uncertified = "uncertified";

    /// <summary>By a certificate.</summary>
    public const string Certified = "certified";

    /// <summary>By the config's own word.</summary>
    public const string Observing = "observing";

    /// <summary>Gets the mode that config or operator ask for.</summary>
    public RouteModeSetting Asked { get; init; } = Mode;

    /// <summary>Gets the settings of the certificate, safest first, the one that it allows last; empty without one, or where it has none.</summary>
    public IReadOnlyList<KnobMix> Settings => Certificate is { Knob: { } knob } ? [.. Certificate.SaferKnobs, knob] : [];

    /// <summary>Gets what the certificate is called in records; empty without one.</summary>
    public string CertificateName => field ??= Certificate is null ? "" : CertificateId.Of(Certificate);

    /// <summary>Gets the setting in force; <see langword="null"/>: the policy's own, or the reference alone.</summary>
    public KnobMix? Setting => StepsBack < Settings.Count ? Settings[Settings.Count - 1 - StepsBack] : null;

    /// <summary>Gets a value indicating whether the watch left nothing but the reference.</summary>
    public bool IsAtReference => StepsBack > 0 && Setting is null;

    /// <summary>Decides.</summary>
    /// <param name="route">The route.</param>
    /// <param name="proves">Whether a certificate's digest is that of this route, or of one that differs from it only in ways to the reference.</param>
    /// <param name="standing">How it stands.</param>
    /// <param name="now">The time.</param>
    public static RouteServing Of(RouteConfig route, Func<string, bool> proves, RouteStanding standing, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(proves);
        ArgumentNullException.ThrowIfNull(standing);
        var config = route.Asked();
        var asked = standing.Mode is { } mode && standing.OverConfig == config.ToString() ? new RouteModeSetting(mode, standing.CanaryShare) : config;
        if (route.Uncertified && route.Quality is null)
        {
            return new RouteServing(asked, null, 0, asked.Mode == RouteMode.Observe ? Observing : Uncertified);
        }

        var problem = Problem(route, proves, now);
        var certificate = problem is null ? route.Certificate : null;
        var back = certificate is not null && standing.Certificate == CertificateId.Of(certificate) ? standing.StepsBack : 0;
        var serving = new RouteServing(asked, certificate, back, asked.Mode == RouteMode.Observe ? Observing : Certified);
        return asked.Mode == RouteMode.Observe ? serving
            : problem is not null ? serving with { Mode = default, Asked = asked, Why = problem }
            : serving.IsAtReference ? serving with { Mode = default, Asked = asked, Why = "the watch stepped back to the reference" }
            : serving;
    }

    private static string? Problem(RouteConfig route, Func<string, bool> proves, DateTimeOffset now)
    {
        if (route.Certificate is not { } certificate)
        {
            return route.CertificateProblem ?? "there is no certificate";
        }

        return certificate.Route != route.Name ? $"the certificate is of the route {certificate.Route}"
            : now >= certificate.Expires ? $"the certificate expired on {certificate.Expires:yyyy-MM-dd}"
            : !Covers(certificate.Line, route.Quality!) ? $"the certificate proves another line: {certificate.Line}"
            : !proves(certificate.RouteDigest) ? "the route was edited after it was certified"
            : null;
    }

    private static bool Covers(QualityLine proven, QualityLine asked) =>
        proven.Confidence >= asked.Confidence
        && (asked.By is null || proven.By == asked.By)
        && (asked.Keep is null || proven.Keep >= asked.Keep)
        && (asked.Lose is null || proven.Lose <= asked.Lose);
}
