using System.Runtime.CompilerServices;
using Loadline.Core.Cascades;
using Loadline.Core.Catalog;
using Loadline.Core.Plans;
using Loadline.Wire.Conversion;
using Loadline.Wire.Drafts;

namespace Loadline.Gateway.Forwarding;

/// <content>An answer that is held back until a check has decided on it.</content>
internal sealed partial class Attempt
{
    private DraftNeeds _needs;
    private DraftReader? _draftReader;

    /// <inheritdoc/>
    public DraftAnswer Draft { get; } = new();

    /// <inheritdoc/>
    decimal? IUpstreamAttempt.CostUsd => Cost;

    /// <summary>Says what must be known of the next answer before it is served.</summary>
    public void Needs(DraftNeeds needs) => _needs = needs;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> ReadOnAsync()
    {
        _exchange.KeepAlive();
        try
        {
            return await ReadHeldAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            return Failed(error);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> ReadHeldAsync()
    {
        _timer.Arm(_exchange.Context.Route!.Timeouts.BetweenTokens);
        var read = await _stream.ReadAsync(_chunk.AsMemory(), _timer.Token).ConfigureAwait(false);
        if (!Take(_chunk.AsSpan(0, read), _held) || _held.WrittenCount > _exchange.Snapshot.Config.Server.MaxResponseBytes)
        {
            return Broken("The upstream's answer is larger than this gateway holds back (server.max_response_bytes).");
        }

        if (!_isEnded && _live.Failure is { } error)
        {
            if (error.IsBreak)
            {
                return Broken(error.Message);
            }

            Failure.Set(error.Message);
            return new AttemptResult(RoutingError.UpstreamUnavailable, _status, false);
        }

        return _isEnded && !_live.IsComplete
            ? Broken("The upstream's stream ended before its answer was complete.")
            : new AttemptResult(RoutingError.None, _status, false);
    }

    // A text of four characters a token; estimates of the prompt are those that the decision was made with.
    private TokenUsage EstimateUsage() =>
        new(_exchange.Context.EstimatedInputTokens, 0, 0, Math.Max(Draft.Logprobs.Count, (Draft.Text.Length + 3) / 4), 0);

    private void BeginDraft()
    {
        Draft.Clear();
        if (_needs != DraftNeeds.None && _exchange.Context.Facts.Stream)
        {
            _draftReader = new DraftReader(Dialect, Draft, _needs);

            // A draft that comes in one piece is never read on, and its caller may still wait for others, or for the next step.
            _exchange.KeepAlive();
        }
    }

    private void ReadDraft(ReadOnlySpan<byte> read)
    {
        if (_draftReader is not null && !_isCommitted)
        {
            _draftReader.Push(read);
            Draft.IsWhole = _isEnded || _live.IsOver;
        }
    }

    private void ReadWholeDraft()
    {
        if (_needs != DraftNeeds.None)
        {
            DraftReader.ReadWhole(Dialect, _reply.Bytes, Draft, _needs);
        }
    }

    // Only Chat has the switch; Gemini tells its mean unasked, and the others tell nothing.
    private ReadOnlyMemory<byte> LogprobsMember() =>
        (_needs & DraftNeeds.Logprobs) == 0 || Dialect != Dialect.OpenAIChat ? default
        : LogprobsWish.Member((_needs & DraftNeeds.Alternatives) != 0, _isForwarded ? _exchange.Context.Facts.Body.Span : default);

    private void EndDraft()
    {
        _draftReader?.Dispose();
        _draftReader = null;
        _needs = DraftNeeds.None;
    }
}
