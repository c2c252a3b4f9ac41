using Loadline.Core.Plans;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Attempts;

/// <content>A streamed answer: held back until its first content, then read by the caller itself, update by update.</content>
internal sealed partial class ChatAttempt
{
    private readonly List<ChatResponseUpdate> _held = [];
    private IAsyncEnumerator<ChatResponseUpdate>? _updates;
    private TaskCompletionSource<AttemptResult>? _done;
    private AttemptResult _streamed;
    private ChatFinishReason? _finish;
    private int _heldAt;
    private bool _isEnded;

    /// <summary>Gets the update that the caller is to have next.</summary>
    public ChatResponseUpdate Current { get; private set; } = null!;

    /// <summary>Reads on for the caller: what was held first, then what comes.</summary>
    /// <returns><see langword="false"/> at the end, good or bad.</returns>
    public ValueTask<bool> NextAsync()
    {
        if (_heldAt < _held.Count)
        {
            Current = _held[_heldAt++];
            return ValueTask.FromResult(true);
        }

        return _isEnded ? ValueTask.FromResult(false) : NextLiveAsync();
    }

    /// <summary>Says that the caller reads no further.</summary>
    /// <param name="wasRead">Whether it read to the end; otherwise it left.</param>
    public void Leave(bool wasRead) =>
        _done?.TrySetResult(wasRead ? _streamed : new AttemptResult(RoutingError.CallerGone, 0, true));

    private async ValueTask<bool> NextLiveAsync()
    {
        try
        {
            _timer.Arm(_exchange.Context.Route!.Timeouts.BetweenTokens);
            if (await _updates!.MoveNextAsync().ConfigureAwait(false))
            {
                Current = _updates.Current;
                Note(Current);
                return true;
            }

            _isEnded = true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _isEnded = true;
            _streamed = Failed(error);
        }

        return false;
    }

    private async ValueTask<AttemptResult> OpenStreamAsync(IChatClient client, ChatOptions options)
    {
        _finish = null;
        _streamed = new AttemptResult(RoutingError.None, 200, true);
        _updates = client.GetStreamingResponseAsync(_exchange.Messages, options, _timer.Token).GetAsyncEnumerator(_timer.Token);
        var hasContent = false;
        while (!hasContent && await HoldAsync().ConfigureAwait(false))
        {
            hasContent = HasContent(_held[^1]);
        }

        if (!hasContent && _finish is null)
        {
            throw new InvalidDataException($"'{Deployment.Id}' ended its stream without an answer.");
        }

        FirstAt = _exchange.Time.GetTimestamp();
        return hasContent ? new AttemptResult(RoutingError.None, 200, false) : Accept(_finish, null);
    }

    private async ValueTask<bool> HoldAsync()
    {
        if (!await _updates!.MoveNextAsync().ConfigureAwait(false))
        {
            _isEnded = true;
            Draft.IsWhole = true;
            return false;
        }

        _held.Add(_updates.Current);
        Note(_updates.Current);
        return true;
    }

    private async ValueTask<AttemptResult> ReadHeldAsync()
    {
        try
        {
            _timer.Arm(_exchange.Context.Route!.Timeouts.BetweenTokens);
            await HoldAsync().ConfigureAwait(false);
            return new AttemptResult(RoutingError.None, 200, false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Failed(error);
        }
    }

    private ValueTask<AttemptResult> ServeStreamAsync()
    {
        // Completed by whoever reads the stream; its continuation must not run on the reader's thread.
        _done = new TaskCompletionSource<AttemptResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exchange.ServeStream(this);
        return new ValueTask<AttemptResult>(_done.Task);
    }

    private void Note(ChatResponseUpdate update)
    {
        _finish = update.FinishReason ?? _finish;
        for (var i = 0; i < update.Contents.Count; i++)
        {
            switch (update.Contents[i])
            {
                case UsageContent usage:
                    Usage = Usages.Of(usage.Details);
                    break;
                case TextContent text when _needs != Core.Cascades.DraftNeeds.None && !_isCommitted:
                    Draft.Append(text.Text);
                    break;
            }
        }

        if (update.FinishReason is { } finish)
        {
            Draft.StopReason = finish.Value;
        }
    }

    private static bool HasContent(ChatResponseUpdate update)
    {
        for (var i = 0; i < update.Contents.Count; i++)
        {
            if (update.Contents[i] is not UsageContent and not TextContent { Text.Length: 0 } and not TextReasoningContent { Text.Length: 0 })
            {
                return true;
            }
        }

        return false;
    }

    private void EndStream()
    {
        if (_updates is { } updates)
        {
            _updates = null;
            _ = CloseAsync(updates);
        }

        _done = null;
    }

    // Nobody waits for a connection to be let go; what its client throws then is of no use to anybody.
    private static async Task CloseAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            await updates.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
        }
    }
}
