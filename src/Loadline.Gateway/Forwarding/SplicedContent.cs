using System.Net;
using System.Security.Cryptography;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Forwarding;

/// <summary>The body sent upstream: the caller's own bytes with the candidate's edits between them, never joined in memory.</summary>
internal sealed class SplicedContent : UpstreamContent
{
    private readonly SplicedBody _body;

    public SplicedContent(in SplicedBody body) => _body = body;

    public override void AppendTo(IncrementalHash hash)
    {
        for (var i = 0; i < _body.Count; i++)
        {
            hash.AppendData(_body[i].Span);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The connection's own write buffer takes small bodies whole, so most writes complete at once.
        for (var i = 0; i < _body.Count; i++)
        {
            var write = stream.WriteAsync(_body[i], cancellationToken);
            if (!write.IsCompletedSuccessfully)
            {
                return Rest(write, stream, i + 1, cancellationToken);
            }
        }

        return Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    private async Task Rest(ValueTask pending, Stream stream, int next, CancellationToken cancellationToken)
    {
        await pending.ConfigureAwait(false);
        for (var i = next; i < _body.Count; i++)
        {
            await stream.WriteAsync(_body[i], cancellationToken).ConfigureAwait(false);
        }
    }
}
