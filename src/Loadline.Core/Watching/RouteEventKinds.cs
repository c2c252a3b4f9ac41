namespace Loadline.Core.Watching;

/// <summary>What can happen to a route.</summary>
public static class RouteEventKinds
{
    /// <summary>Somebody let it enforce.</summary>
    public const string Promoted = "promoted";

    /// <summary>Somebody let it enforce on a share of its requests.</summary>
    public const string Canary = "canary";

    /// <summary>Somebody sent it back to observing.</summary>
    public const string RolledBack = "rolled-back";

    /// <summary>What somebody had set ended because the config's own mode was changed.</summary>
    public const string SettingEnded = "setting-ended";

    /// <summary>A certificate that fits the route was taken.</summary>
    public const string CertificateTaken = "certificate-taken";

    /// <summary>The route asks to enforce, but no certificate lets it: it observes.</summary>
    public const string FellBack = "fell-back";

    /// <summary>The certificate is over.</summary>
    public const string Expired = "certificate-expired";

    /// <summary>Audits say that the line does not hold: a safer setting, or the reference, serves.</summary>
    public const string SteppedBack = "stepped-back";

    /// <summary>Reverse audits proved the line anew.</summary>
    public const string Recovered = "recovered";

    /// <summary>Requests are unlike those that were trained on more often than before, or are others than those that were certified on.</summary>
    public const string InputDrift = "input-drift";

    /// <summary>The same candidate got worse.</summary>
    public const string ProviderDrift = "provider-drift";

    /// <summary>An upstream reports another model, or another price, than before.</summary>
    public const string AliasMoved = "alias-moved";

    /// <summary>Audits paused: the day's money was spent, or more came than could be graded.</summary>
    public const string Unwatched = "unwatched";

    /// <summary>Audits go on.</summary>
    public const string WatchedAgain = "watched-again";

    /// <summary>Drawn labels contradict the judge more often than it may err.</summary>
    public const string JudgeError = "judge-error";
}
