using System.Security.Cryptography;
using Loadline.Core.Configuration;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>Signs each request, body included (AWS Signature Version 4).</summary>
internal sealed class SigV4Credential(AwsCredentials credentials, string region, TimeProvider time) : UpstreamCredential
{
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));

    private readonly SigV4Signer _signer = new(credentials, region, "bedrock");

    public override void Apply(HttpRequestMessage request)
    {
        var address = request.RequestUri!;
        var signed = _signer.Sign(
            request.Method.Method,
            address.IsDefaultPort ? address.IdnHost : address.Authority,
            address.AbsolutePath,
            address.Query,
            PayloadHash(request.Content),
            time.GetUtcNow());
        OutboundHeaders.Add(request.Headers, "x-amz-date", signed.Date);
        if (signed.SessionToken is { } token)
        {
            OutboundHeaders.Add(request.Headers, "x-amz-security-token", token);
        }

        OutboundHeaders.Add(request.Headers, "Authorization", signed.Authorization);
    }

    private static string PayloadHash(HttpContent? content)
    {
        if (content is null)
        {
            return EmptyHash;
        }

        if (content is not UpstreamContent body)
        {
            throw new InvalidOperationException("A request that is to be signed needs a body that can be read ahead.");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        body.AppendTo(hash);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }
}
