namespace Loadline.Core.Plans;

/// <summary>What went wrong with a request or an attempt: the side, then the stage.</summary>
/// <remarks>Each has one low-cardinality name for records and metrics (<see cref="RoutingErrors.Name"/>).</remarks>
public enum RoutingError : byte
{
    /// <summary>Nothing went wrong.</summary>
    None,

    /// <summary>The caller's request cannot be understood.</summary>
    CallerBadRequest,

    /// <summary>The caller went away.</summary>
    CallerGone,

    /// <summary>The request names a model that is neither a route nor a known model.</summary>
    UnknownModel,

    /// <summary>Every candidate is excluded for this request.</summary>
    NoEligibleCandidate,

    /// <summary>No connection: nothing was sent, so nothing can have been billed.</summary>
    UpstreamConnect,

    /// <summary>No answer in time; the call may have been billed.</summary>
    UpstreamTimeout,

    /// <summary>Status 429.</summary>
    UpstreamRateLimited,

    /// <summary>Status 408 or 5xx.</summary>
    UpstreamUnavailable,

    /// <summary>Status 401 or 403: our credential, not the caller's.</summary>
    UpstreamAuth,

    /// <summary>Any other 4xx: the upstream refused the request itself.</summary>
    UpstreamRefused,

    /// <summary>The connection broke or the reply made no sense.</summary>
    UpstreamBroken,

    /// <summary>The reply broke off after a part of it had been passed on.</summary>
    UpstreamStreamBroken,

    /// <summary>The deadline of the whole request passed.</summary>
    DeadlineExceeded,

    /// <summary>Loadline itself failed: a defect.</summary>
    Internal,

    /// <summary>The prompt does not fit the model's window, in whatever words the upstream said so.</summary>
    UpstreamContextOverflow,

    /// <summary>The upstream's content filter refused prompt or answer.</summary>
    UpstreamContentFiltered,

    /// <summary>The account has no money or quota left: status 402, or words to that effect.</summary>
    UpstreamQuota,

    /// <summary>The upstream does not know the model by the deployment's name, or the credential may not use it.</summary>
    UpstreamModelNotFound,

    /// <summary>Loadline is at its limit and turned the request away unserved.</summary>
    Overloaded,

    /// <summary>Loadline is being stopped and its grace was over.</summary>
    ShuttingDown,

    /// <summary>Every deployment that could serve is benched, and the config says not to try them.</summary>
    AllUnhealthy,

    /// <summary>Given up because a second attempt beside it, or the first one, answered before.</summary>
    Hedged,

    /// <summary>Answered, but the answer did not pass the checks of its cascade step: it was not served.</summary>
    DraftRejected,

    /// <summary>Given up, or not served, because another of several answers was better or came first.</summary>
    NotChosen,

    /// <summary>A kept connection ended, without a byte of an answer, as the request was sent on it: the upstream had most likely closed it before.</summary>
    UpstreamStale,

    /// <summary>The model itself declined to answer, and the config names others to ask instead.</summary>
    UpstreamDeclined,

    /// <summary>A limit on use, or a budget, of the caller's key, its team, the route or a model is reached.</summary>
    OverLimit,
}
