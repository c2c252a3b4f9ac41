namespace Loadline.Core.Configuration;

/// <summary>What requests to AWS are signed with.</summary>
/// <param name="AccessKeyId">The key's public name.</param>
/// <param name="SecretAccessKey">The key.</param>
/// <param name="SessionToken">What comes with a temporary key; <see langword="null"/> for a lasting one.</param>
public sealed record AwsCredentials(Secret AccessKeyId, Secret SecretAccessKey, Secret? SessionToken);
