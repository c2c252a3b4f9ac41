using System.Net;
using System.Security.Cryptography;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>A body that was written for its upstream, whole.</summary>
/// <param name="body">The bytes; they stay as they are until the request is disposed.</param>
internal sealed class ConvertedContent(ReadOnlyMemory<byte> body) : UpstreamContent
{
    public override void AppendTo(IncrementalHash hash) => hash.AppendData(body.Span);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var write = stream.WriteAsync(body, cancellationToken);
        return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
