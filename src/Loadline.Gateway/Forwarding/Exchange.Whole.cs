using System.Runtime.CompilerServices;
using Loadline.Core.Catalog;
using Loadline.Core.Facts;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Forwarding;

/// <content>A reply that is not streamed: read whole, so that failover stays possible to its last byte and the cost is exact.</content>
internal sealed partial class Exchange
{
    // Written in pieces, each with a timer of its own: a slow caller is served, one that takes nothing is not waited for.
    private const int MostWrittenAtOnce = 64 * 1024;

    private TokenUsage? _usage;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> PassWholeAsync(HttpResponseMessage response, CandidateSnapshot candidate)
    {
        var status = (int)response.StatusCode;
        _reply.Release();
        var stream = await response.Content.ReadAsStreamAsync(_timer.Token).ConfigureAwait(false);
        var limit = _snapshot.Config.Server.MaxResponseBytes;
        if (!await _reply.ReadAllAsync(stream, response.Content.Headers.ContentLength, limit, _timer.Token).ConfigureAwait(false))
        {
            _failed.Set($"The upstream's reply is larger than {limit} bytes (server.max_response_bytes).");
            return new AttemptResult(RoutingError.UpstreamBroken, status, false);
        }

        _firstTokenAt = _services.Time.GetTimestamp();
        if (!ReadFacts())
        {
            _failed.Set("The upstream's reply is not what this API answers with: no whole JSON object with choices, or one that reports an error.");
            return new AttemptResult(RoutingError.UpstreamBroken, status, false);
        }

        await AnswerAsync(response, candidate).ConfigureAwait(false);
        return new AttemptResult(RoutingError.None, status, true);
    }

    private bool ReadFacts()
    {
        if (_context.Facts.Kind == RequestKind.Embeddings)
        {
            _usage = ChatResponseReader.ReadEmbeddingsUsage(_reply.Span);
            return _reply.Length > 0 && _reply.Span[0] == (byte)'{';
        }

        if (!ChatResponseReader.TryRead(_reply.Span, out var facts) || facts.HasError || !facts.HasChoices)
        {
            return false;
        }

        _usage = facts.Usage;
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerAsync(HttpResponseMessage response, CandidateSnapshot candidate)
    {
        var to = _http.Response;
        to.StatusCode = (int)response.StatusCode;
        to.ContentType = "application/json";
        to.ContentLength = _reply.Length;
        ReplyHeaders.Copy(response, to.Headers);
        WriteDecisionHeaders(candidate, Money(Cost()), Money(ReferenceCost(candidate)));
        _isStreamStarted = true;
        for (var at = 0; at < _reply.Length; at += MostWrittenAtOnce)
        {
            var piece = _reply.Bytes.Slice(at, Math.Min(MostWrittenAtOnce, _reply.Length - at));
            await SentAsync(to.BodyWriter.WriteAsync(piece, _timer.Token)).ConfigureAwait(false);
        }
    }

    /// <summary>Computes the exact cost of the attempt under way; unknown where price or usage is.</summary>
    private decimal? Cost() => _usage is not { } usage ? null : usage.ChargedUsd ?? _deployment.Price?.Cost(usage);

    private decimal? ReferenceCost(CandidateSnapshot served) =>
        ReferenceEquals(served, Reference) ? Cost() : _usage is { } usage ? Reference?.Price?.Cost(usage) : null;

    private CandidateSnapshot? Reference => _context.Route?.Reference;
}
