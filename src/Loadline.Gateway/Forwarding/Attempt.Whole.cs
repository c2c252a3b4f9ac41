using System.Buffers;
using System.Runtime.CompilerServices;
using Loadline.Core.Facts;
using Loadline.Core.Plans;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Forwarding;

/// <content>A reply that is not streamed: read whole, so that failover stays possible to its last byte and the cost is exact.</content>
internal sealed partial class Attempt
{
    // Written in pieces, each with a timer of its own: a slow caller is served, one that takes nothing is not waited for.
    private const int MostWrittenAtOnce = 64 * 1024;

    private readonly ReplyBuffer _reply;

    // The reply in the caller's dialect; only made for replies that are converted.
    private ArrayBufferWriter<byte>? _converted;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> OpenWholeAsync()
    {
        var stream = await _response.Content.ReadAsStreamAsync(_timer.Token).ConfigureAwait(false);
        var limit = _exchange.Snapshot.Config.Server.MaxResponseBytes;
        var read = await _reply.ReadAllAsync(stream, _response.Content.Headers.ContentLength, limit, _timer.Token).ConfigureAwait(false);
        if (read == BodyRead.TooLarge)
        {
            return Broken($"The upstream's reply is larger than {limit} bytes (server.max_response_bytes).");
        }

        if (read == BodyRead.NoRoom)
        {
            Failure.Set("This gateway's memory is in use by other requests (server.max_buffered_bytes). Try again shortly.");
            return new AttemptResult(RoutingError.Overloaded, _status, false);
        }

        FirstTokenAt = _services.Time.GetTimestamp();
        BeginDraft();
        ReadWholeDraft();
        var isAnswer = ReadFacts(out var isRefusal);
        return isRefusal ? Refusal()
            : isAnswer ? new AttemptResult(RoutingError.None, _status, false)
            : Broken("The upstream's reply is not what this API answers with: no whole JSON object with an answer, or one that reports an error.");
    }

    private bool ReadFacts(out bool isRefusal)
    {
        isRefusal = false;
        if (_exchange.Context.Facts.Kind == RequestKind.Embeddings)
        {
            Usage = ChatResponseReader.ReadEmbeddingsUsage(_reply.Span);
            return _reply.Length > 0 && _reply.Span[0] == (byte)'{';
        }

        if (!_isForwarded || Dialect != Dialect.OpenAIChat)
        {
            return ReadNeutral();
        }

        if (!ChatResponseReader.TryRead(_reply.Span, out var facts) || facts.HasError || !facts.HasChoices)
        {
            return false;
        }

        Usage = facts.Usage;
        isRefusal = facts.HasRefusal;
        return true;
    }

    private bool ReadNeutral()
    {
        if (!ChatConversion.TryReadReply(Dialect, _reply.Bytes, out var reply) || reply.Error is not null)
        {
            return false;
        }

        Usage = reply.Usage;
        if (!_isForwarded)
        {
            _converted ??= new ArrayBufferWriter<byte>(4096);
            ChatConversion.WriteReply(_exchange.Target.Dialect, reply, ReplyContext(), _converted);
            foreach (var loss in reply.Losses.Items)
            {
                Losses!.Add(loss);
            }
        }

        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> ServeWholeAsync()
    {
        var to = _exchange.Response;
        var body = _isForwarded ? _reply.Bytes : _converted!.WrittenMemory;
        to.StatusCode = _status;
        to.ContentType = "application/json";
        to.ContentLength = body.Length;
        ReplyHeaders.Copy(_response, to.Headers, _exchange.Target.Dialect);
        _exchange.WriteDecisionHeaders(this);
        _isCommitted = true;
        _exchange.Capture?.Keep(body.Span);
        for (var at = 0; at < body.Length; at += MostWrittenAtOnce)
        {
            var piece = body.Slice(at, Math.Min(MostWrittenAtOnce, body.Length - at));
            await SentAsync(to.BodyWriter.WriteAsync(piece, _timer.Token)).ConfigureAwait(false);
        }

        return new AttemptResult(RoutingError.None, _status, true);
    }
}
