using Loadline.Core.Plans;
using Loadline.Gateway.Endpoints;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <content>Signs of life for a caller whose stream is held back: comments, which every client of server-sent events passes over.</content>
internal sealed partial class Exchange
{
    private static readonly byte[] Comment = [.. ": loadline is waiting\n\n"u8];

    private CancellationTokenSource? _stopComments;
    private Task _comments = Task.CompletedTask;

    /// <summary>Begins to send comments, unless it is done already or the caller's dialect has none.</summary>
    public void KeepAlive()
    {
        if (!_context.Facts.Stream || _target.IsArray || _context.Route!.Plan is not { } plan)
        {
            return;
        }

        // Several answers may be held back at once, each by a reader of its own.
        lock (_attempts)
        {
            if (_stopComments is not null)
            {
                return;
            }

            _stopComments = CancellationTokenSource.CreateLinkedTokenSource(_http.RequestAborted);
            _comments = SendCommentsAsync(plan.KeepAlive, _stopComments.Token);
        }
    }

    /// <summary>Ends the comments: from here on somebody else writes to the caller.</summary>
    public async ValueTask EndKeepAliveAsync()
    {
        if (_stopComments is { } stop)
        {
            stop.Cancel();
            await _comments.ConfigureAwait(false);
            stop.Dispose();
            _stopComments = null;
        }
    }

    private async Task SendCommentsAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(interval, _services.Time, cancellationToken).ConfigureAwait(false);
                BeginStream();

                // Without the token: cancelling a write aborts the connection, and these few bytes do not wait.
                await _http.Response.BodyWriter.WriteAsync(Comment, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Somebody answers, or the caller has gone, which others notice, too.
        }
    }

    // Who will answer is not known yet, so the headers say nothing of it; the record does.
    private void BeginStream()
    {
        var response = _http.Response;
        if (!response.HasStarted)
        {
            response.StatusCode = 200;
            response.ContentType = "text/event-stream; charset=utf-8";
            response.Headers.CacheControl = "no-cache";
            response.Headers["x-accel-buffering"] = "no";
            response.Headers["x-loadline-route"] = _context.Route!.Name;
            response.Headers["x-loadline-reason"] = _context.Reason;
        }
    }

    // The status is out, so the failure is told inside the stream, and the reset makes sure it is not taken for an end.
    private async ValueTask FailStreamAsync(AttemptResult result, string message)
    {
        using ReplyFlow stream = _target.Dialect == Dialect.OpenAIChat ? new ChatStreamRelay() : new NativeStreamRelay(_target.Dialect);
        stream.Fail(OwnErrors.Create(_target.Dialect, 502, "upstream_error", RoutingErrors.Name(result.Error), message), _http.Response.BodyWriter);
        await _http.Response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        AbortCaller();
    }
}
