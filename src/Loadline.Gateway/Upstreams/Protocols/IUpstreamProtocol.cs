using Loadline.Core.Facts;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>How one provider is spoken to: its addresses, its headers, and what bodies for it must be like. One object per provider.</summary>
/// <remarks>Thread-safe. Addresses and header values are made once per provider and model, not per request.</remarks>
internal interface IUpstreamProtocol
{
    /// <summary>Gets what it speaks, for requests of <see cref="UpstreamOperation.Chat"/> and <see cref="UpstreamOperation.CountTokens"/>.</summary>
    Dialect Dialect { get; }

    /// <summary>Gets whose server it is, which conversion heeds.</summary>
    UpstreamServer Server { get; }

    /// <summary>Gets the media type of a streamed answer, for <c>Accept</c>.</summary>
    string StreamType { get; }

    /// <summary>Gets a value indicating whether a stream has to be asked for its usage, and takes being asked.</summary>
    bool AsksUsage { get; }

    /// <summary>Finds where an operation is asked for.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="model">The provider's name of the model; empty for <see cref="UpstreamOperation.Models"/>.</param>
    /// <param name="stream">Whether the answer is to be streamed.</param>
    /// <returns>The address; <see langword="null"/> where the provider has no such operation.</returns>
    Uri? Find(UpstreamOperation operation, string model, bool stream);

    /// <summary>Whether a chat request can be sent on as the caller's own bytes, spliced; otherwise it is converted.</summary>
    /// <param name="caller">The caller's dialect.</param>
    /// <param name="facts">The scanned request.</param>
    /// <param name="quotedEffort">The candidate's own effort as a JSON string; empty where it has none.</param>
    bool CanForward(Dialect caller, RequestFacts facts, ReadOnlySpan<byte> quotedEffort);

    /// <summary>Puts the provider's headers on a request that is otherwise ready: versions, what of the caller's headers goes on, the credential last.</summary>
    /// <param name="request">The request with its address and its content, which a signature covers.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="caller">The caller's headers where it speaks the provider's dialect; <see langword="null"/> elsewhere.</param>
    void Prepare(HttpRequestMessage request, UpstreamOperation operation, IHeaderDictionary? caller);
}
