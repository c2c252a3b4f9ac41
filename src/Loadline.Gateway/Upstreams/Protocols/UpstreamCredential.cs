namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>Shows a provider who asks.</summary>
internal abstract class UpstreamCredential
{
    /// <summary>Puts the credential on a request that is otherwise ready.</summary>
    public abstract void Apply(HttpRequestMessage request);
}
