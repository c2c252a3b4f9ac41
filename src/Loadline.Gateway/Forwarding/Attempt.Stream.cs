using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Loadline.Core.Plans;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Forwarding;

/// <content>A streamed reply: held back until its first content, then relayed event by event.</content>
internal sealed partial class Attempt
{
    private const int ReadBytes = 16 * 1024;

    // A stream that says nothing of substance for this long is passed on as it is: memory is bounded.
    private const int MostHeldBytes = 256 * 1024;

    // A caller that takes nothing for this long is treated as gone; Kestrel's own limit was seen not to fire (reliability M7).
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    private readonly ChatStreamRelay _relay = new();
    private readonly ArrayBufferWriter<byte> _held = new();
    private Stream _stream = Stream.Null;
    private byte[] _chunk = [];
    private bool _isCommitted;
    private bool _isWriting;
    private bool _isEnded;

    // A [DONE] alone is an end, not an answer.
    private bool HasAnswer => _relay.HasContent || _relay.HasFinishReason;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> OpenStreamAsync()
    {
        if (_response.Content.Headers.ContentType?.MediaType?.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase) != true)
        {
            return Broken("The upstream answered a streamed request with something that is no event stream.");
        }

        _relay.Reset(_exchange.Context.Facts.IncludeUsage);
        _held.ResetWrittenCount();
        _stream = await _response.Content.ReadAsStreamAsync(_timer.Token).ConfigureAwait(false);
        _chunk = ArrayPool<byte>.Shared.Rent(ReadBytes);
        while (!HasAnswer && _held.WrittenCount < MostHeldBytes)
        {
            var read = await _stream.ReadAsync(_chunk.AsMemory(), _timer.Token).ConfigureAwait(false);
            if (!Take(_chunk.AsSpan(0, read), _held))
            {
                return Broken("The upstream sent an event larger than this gateway takes.");
            }

            if (_relay.Error is { } error)
            {
                Failure.Set(error.Message);
                return new AttemptResult(RoutingError.UpstreamUnavailable, _status, false);
            }

            if (!HasAnswer && (_isEnded || _relay.SawDone))
            {
                return Broken(_isEnded
                    ? "The upstream's stream ended before its answer was complete."
                    : "The upstream's stream ended without an answer.");
            }
        }

        if (_isEnded && !_relay.IsComplete)
        {
            return Broken("The upstream's stream ended before its answer was complete.");
        }

        FirstTokenAt = _services.Time.GetTimestamp();
        return new AttemptResult(RoutingError.None, _status, false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> ServeStreamAsync()
    {
        var to = _exchange.Response;
        Commit();
        while (true)
        {
            await SentAsync(to.BodyWriter.FlushAsync(_timer.Token)).ConfigureAwait(false);
            if (_relay.HasError)
            {
                // The upstream's own error event has just been passed on; the reset makes sure it is not taken for an end.
                _exchange.AbortCaller();
                return new AttemptResult(RoutingError.UpstreamStreamBroken, _status, true);
            }

            if (_relay.SawDone)
            {
                await to.CompleteAsync().ConfigureAwait(false);
                await DrainAsync().ConfigureAwait(false);
            }

            if (_isEnded || _relay.SawDone)
            {
                return new AttemptResult(RoutingError.None, _status, true);
            }

            _timer.Arm(_exchange.Context.Route!.Timeouts.BetweenTokens);
            var read = await _stream.ReadAsync(_chunk.AsMemory(), _timer.Token).ConfigureAwait(false);
            if (!Take(_chunk.AsSpan(0, read), to.BodyWriter))
            {
                return await BreakAsync("The upstream sent an event larger than this gateway takes.").ConfigureAwait(false);
            }

            if (_isEnded && !_relay.IsComplete)
            {
                return await BreakAsync("The upstream's stream ended before its answer was complete.").ConfigureAwait(false);
            }
        }
    }

    // The end of the connection is not the end of the answer: only the protocol's own end is, which the relay knows.
    private bool Take(ReadOnlySpan<byte> read, IBufferWriter<byte> output)
    {
        var fits = true;
        if (read.IsEmpty)
        {
            _isEnded = true;
            _relay.Complete(output);
        }
        else
        {
            KeepStreamed(read);
            fits = _relay.Push(read, output);
        }

        Usage = _relay.Usage;
        return fits;
    }

    private void Commit()
    {
        var to = _exchange.Response;
        to.StatusCode = _status;
        to.ContentType = "text/event-stream; charset=utf-8";
        to.Headers.CacheControl = "no-cache";
        to.Headers["x-accel-buffering"] = "no";
        ReplyHeaders.Copy(_response, to.Headers);
        _exchange.WriteDecisionHeaders(this);
        to.BodyWriter.Write(_held.WrittenSpan);
        _isCommitted = true;
    }

    // The answer is whole; what is left is the framing's own end, and reading it lets the connection be used again.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DrainAsync()
    {
        try
        {
            _timer.Arm(DrainTimeout);
            while (await _stream.ReadAsync(_chunk.AsMemory(), _timer.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            // The caller has its answer; the connection is dropped instead of reused.
        }
    }

    // What fails in here is the caller's doing, never the upstream's. The server reports a fired token by aborting, not by throwing.
    private ValueTask SentAsync(ValueTask<FlushResult> write)
    {
        _isWriting = true;
        if (!write.IsCompletedSuccessfully)
        {
            return WaitAsync(write);
        }

        CheckSent(write.Result);
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask<FlushResult> write)
    {
        if (!write.IsCompleted)
        {
            _timer.Arm(WriteTimeout);
        }

        CheckSent(await write.ConfigureAwait(false));
    }

    private void CheckSent(FlushResult result)
    {
        if (result.IsCompleted || _timer.Token.IsCancellationRequested)
        {
            throw new OperationCanceledException(_timer.Token);
        }

        _isWriting = false;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> BreakAsync(string message)
    {
        var result = Broken(message);
        await EndBrokenAsync(result).ConfigureAwait(false);
        return result;
    }

    // A fault after the first byte: say so where it is a stream, then reset the connection, so that no client takes it for a whole answer.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndBrokenAsync(AttemptResult result)
    {
        if (!result.OutputCommitted)
        {
            return;
        }

        var to = _exchange.Response;
        if (_exchange.Context.Facts.Stream && result.Error != RoutingError.CallerGone && to.HasStarted)
        {
            if (_relay.EndsMidEvent)
            {
                to.BodyWriter.Write("\n\n"u8);
            }

            OpenAIErrors.WriteEvent(to.BodyWriter, Failure.Message, "upstream_error", null, RoutingErrors.Name(result.Error));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), _services.Time);
            try
            {
                await to.BodyWriter.FlushAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // A caller that reads nothing learns it from the reset.
            }
        }

        _exchange.AbortCaller();
    }

    private void ReleaseStream()
    {
        _stream = Stream.Null;
        if (_chunk.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_chunk);
            _chunk = [];
        }
    }
}
