using System.Runtime.CompilerServices;
using Loadline.Core.Facts;
using Loadline.Core.Plans;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Forwarding;

/// <content>A reply that is not streamed: read whole, so that failover stays possible to its last byte and the cost is exact.</content>
internal sealed partial class Attempt
{
    // Written in pieces, each with a timer of its own: a slow caller is served, one that takes nothing is not waited for.
    private const int MostWrittenAtOnce = 64 * 1024;

    private readonly ReplyBuffer _reply = new();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> OpenWholeAsync()
    {
        var stream = await _response.Content.ReadAsStreamAsync(_timer.Token).ConfigureAwait(false);
        var limit = _exchange.Snapshot.Config.Server.MaxResponseBytes;
        if (!await _reply.ReadAllAsync(stream, _response.Content.Headers.ContentLength, limit, _timer.Token).ConfigureAwait(false))
        {
            return Broken($"The upstream's reply is larger than {limit} bytes (server.max_response_bytes).");
        }

        FirstTokenAt = _services.Time.GetTimestamp();
        return ReadFacts()
            ? new AttemptResult(RoutingError.None, _status, false)
            : Broken("The upstream's reply is not what this API answers with: no whole JSON object with choices, or one that reports an error.");
    }

    private bool ReadFacts()
    {
        if (_exchange.Context.Facts.Kind == RequestKind.Embeddings)
        {
            Usage = ChatResponseReader.ReadEmbeddingsUsage(_reply.Span);
            return _reply.Length > 0 && _reply.Span[0] == (byte)'{';
        }

        if (!ChatResponseReader.TryRead(_reply.Span, out var facts) || facts.HasError || !facts.HasChoices)
        {
            return false;
        }

        Usage = facts.Usage;
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> ServeWholeAsync()
    {
        var to = _exchange.Response;
        to.StatusCode = _status;
        to.ContentType = "application/json";
        to.ContentLength = _reply.Length;
        ReplyHeaders.Copy(_response, to.Headers);
        _exchange.WriteDecisionHeaders(this);
        _isCommitted = true;
        for (var at = 0; at < _reply.Length; at += MostWrittenAtOnce)
        {
            var piece = _reply.Bytes.Slice(at, Math.Min(MostWrittenAtOnce, _reply.Length - at));
            await SentAsync(to.BodyWriter.WriteAsync(piece, _timer.Token)).ConfigureAwait(false);
        }

        return new AttemptResult(RoutingError.None, _status, true);
    }
}
