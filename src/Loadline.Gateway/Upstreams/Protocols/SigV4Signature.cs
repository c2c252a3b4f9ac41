namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>What a signed request carries.</summary>
/// <param name="Date">The value of <c>x-amz-date</c>.</param>
/// <param name="SessionToken">The value of <c>x-amz-security-token</c>; <see langword="null"/>: it has none.</param>
/// <param name="Authorization">The value of <c>Authorization</c>.</param>
internal readonly record struct SigV4Signature(string Date, string? SessionToken, string Authorization);
