using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Loadline.Core.Plans;
using Loadline.Gateway.Endpoints;
using Loadline.Wire.Conversion;
using Loadline.Wire.Gemini;
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

    // The common case has one that is used again and again; the others are made for their stream.
    private readonly ChatStreamRelay _relay = new();
    private ReplyFlow _live = null!;
    private readonly ArrayBufferWriter<byte> _held = new();
    private Stream _stream = Stream.Null;
    private byte[] _chunk = [];
    private bool _isCommitted;
    private bool _isWriting;
    private bool _isEnded;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> OpenStreamAsync()
    {
        if (_response.Content.Headers.ContentType?.MediaType?.Equals(_protocol.StreamType, StringComparison.OrdinalIgnoreCase) != true)
        {
            return Broken("The upstream answered a streamed request with something that is no event stream.");
        }

        _live = CreateStream();
        _held.ResetWrittenCount();
        BeginDraft();
        _stream = await _response.Content.ReadAsStreamAsync(_timer.Token).ConfigureAwait(false);
        _chunk = ArrayPool<byte>.Shared.Rent(ReadBytes);
        while (!_live.HasContent && _held.WrittenCount < MostHeldBytes)
        {
            var read = await _stream.ReadAsync(_chunk.AsMemory(), _timer.Token).ConfigureAwait(false);
            if (!Take(_chunk.AsSpan(0, read), _held))
            {
                return Broken("The upstream sent an event larger than this gateway takes.");
            }

            if (_live.Failure is { IsBreak: false } error)
            {
                Failure.Set(error.Message);
                return new AttemptResult(RoutingError.UpstreamUnavailable, _status, false);
            }

            if (_live.Failure is { } broken && !_isEnded)
            {
                return Broken(broken.Message);
            }

            if (!_live.HasContent && (_isEnded || _live.IsOver))
            {
                return Broken(_isEnded
                    ? "The upstream's stream ended before its answer was complete."
                    : "The upstream's stream ended without an answer.");
            }
        }

        if (_isEnded && !_live.IsComplete)
        {
            return Broken("The upstream's stream ended before its answer was complete.");
        }

        FirstTokenAt = _services.Time.GetTimestamp();
        return ReferenceEquals(_live, _relay) && _relay.HasRefusal ? Refusal() : new AttemptResult(RoutingError.None, _status, false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> ServeStreamAsync()
    {
        var to = _exchange.Response;
        Commit();
        while (true)
        {
            await SentAsync(to.BodyWriter.FlushAsync(_timer.Token)).ConfigureAwait(false);
            if (_live.Failure is not null)
            {
                // The upstream's own error event has just been passed on; the reset makes sure it is not taken for an end.
                _exchange.AbortCaller();
                return new AttemptResult(RoutingError.UpstreamStreamBroken, _status, true);
            }

            if (_live.IsOver)
            {
                await to.CompleteAsync().ConfigureAwait(false);
                await DrainAsync().ConfigureAwait(false);
            }

            if (_isEnded || _live.IsOver)
            {
                return new AttemptResult(RoutingError.None, _status, true);
            }

            _timer.Arm(_exchange.Context.Route!.Timeouts.BetweenTokens);
            var read = await _stream.ReadAsync(_chunk.AsMemory(), _timer.Token).ConfigureAwait(false);
            if (!Take(_chunk.AsSpan(0, read), _exchange.Capture is { } capture ? capture.To(to.BodyWriter) : to.BodyWriter))
            {
                return await BreakAsync("The upstream sent an event larger than this gateway takes.").ConfigureAwait(false);
            }

            if (_isEnded && !_live.IsComplete)
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
            _live.Complete(output);
        }
        else
        {
            KeepStreamed(read);
            fits = _live.Push(read, output);
        }

        Usage = _live.Usage;
        ReadDraft(read);
        return fits;
    }

    private void Commit()
    {
        var to = _exchange.Response;
        if (!to.HasStarted)
        {
            to.StatusCode = _status;
            to.ContentType = _exchange.Target.IsArray ? "application/json" : "text/event-stream; charset=utf-8";
            to.Headers.CacheControl = "no-cache";
            to.Headers["x-accel-buffering"] = "no";
            ReplyHeaders.Copy(_response, to.Headers, _exchange.Target.Dialect);
            _exchange.WriteDecisionHeaders(this);
        }

        to.BodyWriter.Write(_held.WrittenSpan);
        _exchange.Capture?.Keep(_held.WrittenSpan);
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
            _live.Fail(
                OwnErrors.Create(_exchange.Target.Dialect, 502, "upstream_error", RoutingErrors.Name(result.Error), Failure.Message), to.BodyWriter);
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

    private ReplyFlow CreateStream()
    {
        var caller = _exchange.Target;
        if (_isForwarded && Dialect == Dialect.OpenAIChat)
        {
            _relay.Reset(_exchange.Context.Facts.IncludeUsage);
            return _relay;
        }

        ReplyFlow stream = _isForwarded ? new NativeStreamRelay(Dialect) : ChatConversion.CreateStream(Dialect, caller.Dialect, ReplyContext());
        return caller.IsArray ? new GeminiArrayFlow(stream) : stream;
    }

    private void ReleaseStream()
    {
        if (_live is not null && _live != _relay)
        {
            _live.Dispose();
        }

        _live = null!;
        _stream = Stream.Null;
        if (_chunk.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_chunk);
            _chunk = [];
        }
    }
}
