using System.Net;
using System.Net.Http.Headers;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Forwarding;

/// <summary>The body sent upstream: the caller's own bytes with the candidate's edits between them, never joined in memory.</summary>
internal sealed class SplicedContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly SplicedBody _body;

    public SplicedContent(in SplicedBody body)
    {
        _body = body;
        Headers.ContentType = Json;
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
