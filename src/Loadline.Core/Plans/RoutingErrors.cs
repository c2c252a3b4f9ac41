namespace Loadline.Core.Plans;

/// <summary>Names and properties of <see cref="RoutingError"/>.</summary>
public static class RoutingErrors
{
    private static readonly string[] Names =
    [
        "ok", "caller_bad_request", "caller_gone", "unknown_model", "no_eligible_candidate", "upstream_connect", "upstream_timeout",
        "upstream_rate_limited", "upstream_unavailable", "upstream_auth", "upstream_refused", "upstream_broken", "upstream_stream_broken",
        "deadline_exceeded", "internal_error", "upstream_context_overflow", "upstream_content_filtered", "upstream_quota",
        "upstream_model_not_found", "overloaded", "shutting_down", "all_unhealthy", "hedged", "draft_rejected",
        "not_chosen", "upstream_stale", "upstream_declined", "over_limit",
    ];

    /// <summary>Gets the name for <c>error.type</c>; <c>ok</c> for none.</summary>
    public static string Name(RoutingError error) => Names[(int)error];

    /// <summary>Tells whether another deployment may be tried, as long as nothing has been committed to the caller.</summary>
    public static bool MayFailOver(RoutingError error) => MayRepeat(error)
        || error is RoutingError.UpstreamAuth or RoutingError.UpstreamQuota or RoutingError.UpstreamModelNotFound or RoutingError.OverLimit;

    /// <summary>Tells whether the same deployment may be tried again: the fault may have passed by then.</summary>
    public static bool MayRepeat(RoutingError error) => error is RoutingError.UpstreamConnect or RoutingError.UpstreamTimeout
        or RoutingError.UpstreamRateLimited or RoutingError.UpstreamUnavailable or RoutingError.UpstreamBroken or RoutingError.UpstreamStale;

    /// <summary>Tells whether a failed call may have been billed although it gave no usable answer.</summary>
    public static bool MayHaveBeenBilled(RoutingError error) => error is RoutingError.UpstreamTimeout or RoutingError.UpstreamUnavailable
        or RoutingError.UpstreamBroken or RoutingError.UpstreamStale or RoutingError.UpstreamStreamBroken or RoutingError.DeadlineExceeded
        or RoutingError.UpstreamDeclined;

    /// <summary>Tells whether a call ended so by our own choice: nobody failed.</summary>
    public static bool IsOurChoice(RoutingError error) => error is RoutingError.Hedged or RoutingError.DraftRejected or RoutingError.NotChosen;

    /// <summary>Sorts an upstream's error status where its words tell nothing more.</summary>
    public static RoutingError FromStatus(int status) => status switch
    {
        >= 200 and < 300 => RoutingError.None,
        401 or 403 => RoutingError.UpstreamAuth,
        402 => RoutingError.UpstreamQuota,
        408 => RoutingError.UpstreamUnavailable,
        429 => RoutingError.UpstreamRateLimited,
        >= 400 and < 500 => RoutingError.UpstreamRefused,
        >= 500 => RoutingError.UpstreamUnavailable,
        _ => RoutingError.UpstreamBroken,
    };
}
