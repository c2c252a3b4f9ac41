using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Loadline.Core.Catalog;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <content>A streamed reply: held back until its first content, then relayed event by event.</content>
internal sealed partial class Exchange
{
    private const int ReadBytes = 16 * 1024;

    // A stream that says nothing of substance for this long is passed on as it is: memory is bounded.
    private const int MostHeldBytes = 256 * 1024;

    // A caller that takes nothing for this long is treated as gone; Kestrel's own limit was seen not to fire (reliability M7).
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    private bool _isWriting;
    private readonly ChatStreamRelay _relay = new();
    private readonly ArrayBufferWriter<byte> _held = new();

    // A [DONE] alone is an end, not an answer.
    private bool HasAnswer => _relay.HasContent || _relay.HasFinishReason;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> RelayStreamAsync(HttpResponseMessage response, CandidateSnapshot candidate)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType?.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase) != true)
        {
            _failed.Set("The upstream answered a streamed request with something that is no event stream.");
            return new AttemptResult(RoutingError.UpstreamBroken, status, false);
        }

        _relay.Reset(_context.Facts.IncludeUsage);
        _held.ResetWrittenCount();
        var stream = await response.Content.ReadAsStreamAsync(_timer.Token).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            return await RelayAsync(response, stream, buffer, candidate).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> RelayAsync(
        HttpResponseMessage response, Stream stream, byte[] buffer, CandidateSnapshot candidate)
    {
        var status = (int)response.StatusCode;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(), _timer.Token).ConfigureAwait(false);
            if (read == 0)
            {
                return await EndStreamAsync(response, candidate, status).ConfigureAwait(false);
            }

            KeepStreamed(buffer.AsSpan(0, read));
            var fits = _relay.Push(buffer.AsSpan(0, read), _isStreamStarted ? _http.Response.BodyWriter : _held);
            _usage = _relay.Usage;
            if (!fits)
            {
                return await BreakAsync("The upstream sent an event larger than this gateway takes.", status).ConfigureAwait(false);
            }

            if (_relay.Error is { } error && !_isStreamStarted)
            {
                _failed.Set(error.Message);
                return new AttemptResult(RoutingError.UpstreamUnavailable, status, false);
            }

            if (!_isStreamStarted)
            {
                if (_relay.SawDone && !HasAnswer)
                {
                    return await BreakAsync("The upstream's stream ended without an answer.", status).ConfigureAwait(false);
                }

                if (!HasAnswer && _held.WrittenCount < MostHeldBytes)
                {
                    continue;
                }

                Commit(response, candidate);
            }

            await FlushAsync().ConfigureAwait(false);
            if (_relay.HasError)
            {
                // The upstream's own error event has just been passed on; the reset makes sure it is not taken for an end.
                _http.Abort();
                return new AttemptResult(RoutingError.UpstreamStreamBroken, status, true);
            }

            if (_relay.SawDone)
            {
                await _http.Response.CompleteAsync().ConfigureAwait(false);
                await DrainAsync(stream, buffer).ConfigureAwait(false);
                return new AttemptResult(RoutingError.None, status, true);
            }
        }
    }

    // The answer is whole; what is left is the framing's own end, and reading it lets the connection be used again.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DrainAsync(Stream stream, byte[] buffer)
    {
        try
        {
            _timer.Arm(DrainTimeout);
            while (await stream.ReadAsync(buffer.AsMemory(), _timer.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            // The caller has its answer; the connection is dropped instead of reused.
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> BreakAsync(string message, int status)
    {
        _failed.Set(message);
        var result = new AttemptResult(
            _isStreamStarted ? RoutingError.UpstreamStreamBroken : RoutingError.UpstreamBroken, status, _isStreamStarted);
        await EndBrokenAsync(result).ConfigureAwait(false);
        return result;
    }

    private void Commit(HttpResponseMessage response, CandidateSnapshot candidate)
    {
        _firstTokenAt = _services.Time.GetTimestamp();
        var to = _http.Response;
        to.StatusCode = (int)response.StatusCode;
        to.ContentType = "text/event-stream; charset=utf-8";
        to.Headers.CacheControl = "no-cache";
        to.Headers["x-accel-buffering"] = "no";
        ReplyHeaders.Copy(response, to.Headers);
        var referencePrice = ReferenceEquals(candidate, Reference) ? _deployment.Price : Reference?.Price;
        WriteDecisionHeaders(candidate, Money(Estimate(_deployment.Price)), Money(Estimate(referencePrice)));
        to.BodyWriter.Write(_held.WrittenSpan);
        _isStreamStarted = true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushAsync()
    {
        await SentAsync(_http.Response.BodyWriter.FlushAsync(_timer.Token)).ConfigureAwait(false);
        _timer.Arm(_context.Route!.Timeouts.BetweenTokens);
    }

    // What fails in here is the caller's doing, never the upstream's. The server reports a fired token by aborting, not by throwing.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SentAsync(ValueTask<FlushResult> write)
    {
        _isWriting = true;
        if (!write.IsCompleted)
        {
            _timer.Arm(WriteTimeout);
        }

        var result = await write.ConfigureAwait(false);
        if (result.IsCompleted || _timer.Token.IsCancellationRequested)
        {
            throw new OperationCanceledException(_timer.Token);
        }

        _isWriting = false;
    }

    // The end of the connection is not the end of the answer: only the protocol's own end is.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> EndStreamAsync(
        HttpResponseMessage response, CandidateSnapshot candidate, int status)
    {
        _relay.Complete(_isStreamStarted ? _http.Response.BodyWriter : _held);
        _usage = _relay.Usage;
        if (_relay.IsComplete && (_isStreamStarted || HasAnswer))
        {
            if (!_isStreamStarted)
            {
                Commit(response, candidate);
            }

            await FlushAsync().ConfigureAwait(false);
            return new AttemptResult(RoutingError.None, status, true);
        }

        return await BreakAsync("The upstream's stream ended before its answer was complete.", status).ConfigureAwait(false);
    }

    // A fault after the first byte: say so where it is a stream, then reset the connection, so that no client takes it for a whole answer.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndBrokenAsync(AttemptResult result)
    {
        if (!result.OutputCommitted)
        {
            return;
        }

        if (_context.Facts.Stream && result.Error != RoutingError.CallerGone && _http.Response.HasStarted)
        {
            if (_relay.EndsMidEvent)
            {
                _http.Response.BodyWriter.Write("\n\n"u8);
            }

            OpenAIErrors.WriteEvent(_http.Response.BodyWriter, _failed.Message, "upstream_error", null, RoutingErrors.Name(result.Error));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), _services.Time);
            try
            {
                await _http.Response.BodyWriter.FlushAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // A caller that reads nothing learns it from the reset.
            }
        }

        _http.Abort();
    }

    private double? Estimate(ModelPrice? price) =>
        price?.Estimate(_context.EstimatedInputTokens, _context.EstimatedOutputTokens);
}
