using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Outcomes;
using Loadline.Learning.Calls;
using Loadline.Learning.Grading;

namespace Loadline.Learning.Collecting;

/// <summary>Asks every candidate every prompt, grades the answers and keeps them.</summary>
/// <param name="candidates">The models.</param>
/// <param name="store">What is there already, and where answers go.</param>
/// <param name="caller">Calls the gateway.</param>
/// <param name="graders">Who grades.</param>
/// <param name="cap">What may be spent; shared with judges.</param>
/// <param name="options">How.</param>
/// <param name="time">The clock.</param>
public sealed class Collector(
    IReadOnlyList<CollectCandidate> candidates,
    CollectStore store,
    ChatCaller caller,
    GraderSet graders,
    SpendingCap cap,
    CollectOptions options,
    TimeProvider time)
{
    private readonly CandidateHealth _health = new();
    private readonly GradeTally _tally = new();
    private readonly CallRate _rate = new(options.Spacing, time);
    private long _answered;
    private long _failed;

    /// <summary>Gets how lists of prompts are read: rows need no outcomes, and no id.</summary>
    public static OutcomeReadOptions PromptOptions { get; } = new() { PromptsOnly = true, AllowUngraded = true };

    /// <summary>Collects until everything is there, the cap is reached, or <paramref name="cancellationToken"/> asks to stop.</summary>
    /// <param name="promptsPath">The prompts.</param>
    /// <param name="onRow">Called after each row, from several threads.</param>
    /// <param name="cancellationToken">No call begins after it; calls under way are finished, because they are paid for.</param>
    public async Task<CollectReport> RunAsync(string promptsPath, Action onRow, CancellationToken cancellationToken)
    {
        using var calls = new SemaphoreSlim(options.Concurrency);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(Rows(promptsPath, cancellationToken), parallel, async (row, _) =>
        {
            await CollectAsync(row, calls, cancellationToken).ConfigureAwait(false);
            onRow();
        }).ConfigureAwait(false);
        var stopped = cap.IsReached ? "spending cap" : cancellationToken.IsCancellationRequested ? "cancelled" : null;
        return new CollectReport(_answered, _failed, cap.SpentUsd, stopped, _health.GivenUp, _health.Errors, _tally.ToReport());
    }

    private IEnumerable<OutcomeRow> Rows(string promptsPath, CancellationToken cancellationToken)
    {
        using var reader = OutcomeReader.Open(promptsPath, PromptOptions);
        while (reader.Read() && !cap.IsReached && !cancellationToken.IsCancellationRequested)
        {
            yield return reader.Row;
        }
    }

    private async Task CollectAsync(OutcomeRow row, SemaphoreSlim calls, CancellationToken cancellationToken)
    {
        var missing = candidates.Where(candidate => !store.Has(row.Id, candidate.Name));
        await Task.WhenAll(missing.Select(candidate => AskAsync(row, candidate, calls, cancellationToken))).ConfigureAwait(false);
        var answered = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            if (store.TryGet(row.Id, candidate.Name, out var outcome))
            {
                answered[candidate.Name] = outcome;
            }
        }

        if (answered.Values.Any(outcome => !outcome.IsGraded))
        {
            await GradeAsync(row with { Outcomes = answered }).ConfigureAwait(false);
        }
    }

    private async Task GradeAsync(OutcomeRow row)
    {
        var grader = new RowGrader(graders, _tally);
        var graded = await grader.GradeAsync(row, outcome => !outcome.IsGraded, CancellationToken.None).ConfigureAwait(false);
        foreach (var (model, outcome) in graded.Outcomes)
        {
            if (outcome.IsGraded && !row.Outcomes[model].IsGraded)
            {
                store.Append(row.Id, model, outcome);
            }
        }
    }

    private async Task AskAsync(OutcomeRow row, CollectCandidate candidate, SemaphoreSlim calls, CancellationToken cancellationToken)
    {
        try
        {
            await calls.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await _rate.WaitAsync(cancellationToken).ConfigureAwait(false);
            var most = CallCosts.Most(candidate.Price, CallCosts.InputTokens(row), options.MaxOutput);
            if (!_health.IsGivenUp(candidate.Name) && await cap.ReserveAsync(most, cancellationToken).ConfigureAwait(false))
            {
                await CallAsync(row, candidate, most).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop while waiting for its turn: nothing was spent.
        }
        finally
        {
            calls.Release();
        }
    }

    private async Task CallAsync(OutcomeRow row, CollectCandidate candidate, decimal reserved)
    {
        var actual = 0m;
        try
        {
            var body = ChatBody.Ask(row, candidate.Name, options.MaxOutput, options.LimitField);
            var reply = await caller.SendAsync(body, row.Id, CancellationToken.None).ConfigureAwait(false);
            var cost = reply.CostUsd ?? Cost(candidate.Price, reply);
            actual = cost ?? 0;
            if (reply.Error is not null || reply.Text is null)
            {
                Interlocked.Increment(ref _failed);
                _health.Failed(candidate.Name, row.Id, reply.Error ?? "no text");
                return;
            }

            store.Append(row.Id, candidate.Name, ToOutcome(reply, cost));
            _health.Succeeded(candidate.Name);
            Interlocked.Increment(ref _answered);
        }
        finally
        {
            cap.Settle(reserved, actual);
        }
    }

    private static decimal? Cost(ModelPrice? price, ChatReply reply) =>
        price is not null && reply.InputTokens is { } input && reply.OutputTokens is { } output
            ? price.Cost(new TokenUsage { Input = input, Output = output }) : null;

    private static Outcome ToOutcome(ChatReply reply, decimal? cost) => new()
    {
        Cost = cost,
        LatencyMs = Math.Round(reply.LatencyMs, 1),
        InputTokens = reply.InputTokens,
        OutputTokens = reply.OutputTokens,
        Response = reply.Text,
        Rest = reply.StopReason is { } reason
            ? [new("stop_reason", JsonSerializer.SerializeToElement(reason, CollectJsonContext.Default.String))] : [],
    };
}
