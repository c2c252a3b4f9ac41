using System.Net;
using System.Text;
using Loadline.Core.Decisions;
using Loadline.Core.Outcomes;
using Loadline.Core.Plans;
using Loadline.Core.Policies;
using Loadline.Core.Predictors;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Telemetry;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.External;

/// <summary>Has a message embedded for a <see cref="PredictivePolicy"/>: from memory, else by one call, within its time and budget.</summary>
internal sealed class EmbeddingModel(UpstreamPool upstreams, PlanExecutor executor, GatewayMetrics metrics, TimeProvider time)
{
    private const int MostReplyBytes = 1024 * 1024;

    /// <summary>Gets a vector; never throws for what the model or its provider does.</summary>
    public async ValueTask<EmbeddingCall> AskAsync(RoutingContext context, PredictivePolicy policy, CancellationToken cancellationToken)
    {
        var call = await FindAsync(context, policy.Embeddings!, cancellationToken).ConfigureAwait(false);
        metrics.Embedding(context.Route!.Name, Name(call.Answer.Outcome));
        return call;
    }

    private async ValueTask<EmbeddingCall> FindAsync(RoutingContext context, PredictiveEmbeddings embeddings, CancellationToken cancellationToken)
    {
        var (source, state) = (embeddings.Source, embeddings.State);
        var key = PromptKey.OfText(Encoding.UTF8.GetString(context.Facts.Text().LastUser));
        if (state.Find(key) is { } known)
        {
            return new EmbeddingCall(new EmbeddingAnswer(EmbeddingOutcome.FromCache, known), null);
        }

        if (source.DailyUsd is { } daily && state.Spent(time.GetUtcNow()) >= daily)
        {
            return Without(EmbeddingOutcome.OverBudget);
        }

        if (!state.MayAsk(executor.Now))
        {
            return Without(EmbeddingOutcome.Resting);
        }

        var picked = OutsideDeployment.Pick(context, source.Model, executor.Now);
        return picked is { } who
            ? await CallAsync(context, embeddings, key, who.Model, who.Deployment, cancellationToken).ConfigureAwait(false)
            : Without(EmbeddingOutcome.Failed);
    }

    private async ValueTask<EmbeddingCall> CallAsync(
        RoutingContext context, PredictiveEmbeddings embeddings, UInt128 key, CandidateSnapshot model, DeploymentSnapshot deployment, CancellationToken cancellationToken)
    {
        var head = embeddings.Head;
        var body = EmbeddingVector.Write(
            deployment.Name, [EmbeddingText.Of(context.Facts.Text().LastUser)], head.AsksDimensions ? head.Dimensions : null);
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(embeddings.Source.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        deployment.State.Started();
        try
        {
            var (status, reply) = await SendAsync(deployment, body, either.Token).ConfigureAwait(false);
            return Take(embeddings, key, model, deployment, status, reply, started);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(embeddings, model, deployment, EmbeddingOutcome.TimedOut, RoutingError.UpstreamTimeout, started);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return Failed(embeddings, model, deployment, EmbeddingOutcome.Failed, RoutingError.UpstreamConnect, started);
        }
        finally
        {
            deployment.State.Ended();
        }
    }

    private async ValueTask<(HttpStatusCode Status, byte[] Reply)> SendAsync(DeploymentSnapshot deployment, byte[] body, CancellationToken cancellationToken)
    {
        var client = upstreams.For(deployment.Provider);
        var address = client.Protocol.Find(UpstreamOperation.Embeddings, deployment.Name, stream: false)
            ?? throw new HttpRequestException($"'{deployment.Id}' has no embeddings.");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Version = HttpVersion.Version11, Content = new ConvertedContent(body) };
        OutboundHeaders.Add(request.Headers, "Accept", "application/json");
        OutboundHeaders.Add(request.Headers, "User-Agent", "loadline");
        using var response = await client.SendAsync(request, UpstreamOperation.Embeddings, null, cancellationToken).ConfigureAwait(false);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reply = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (reply.Length < MostReplyBytes && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            reply.Write(buffer, 0, read);
        }

        return (response.StatusCode, reply.ToArray());
    }

    private EmbeddingCall Take(
        PredictiveEmbeddings embeddings, UInt128 key, CandidateSnapshot model, DeploymentSnapshot deployment, HttpStatusCode status, byte[] reply, long started)
    {
        var error = RoutingErrors.FromStatus((int)status);
        if (error != RoutingError.None)
        {
            return Failed(embeddings, model, deployment, EmbeddingOutcome.Failed, error, started, (int)status);
        }

        var usage = ChatResponseReader.ReadEmbeddingsUsage(reply);
        var cost = usage is { } known ? deployment.Price?.Cost(known) : null;
        embeddings.State.Spend(cost ?? 0, time.GetUtcNow());
        var vector = EmbeddingVector.Read(reply, 1)?[0];
        var isGood = vector?.Length == embeddings.Head.Dimensions && EmbeddingText.Normalise(vector);
        embeddings.State.Ended(isGood, executor.Now);
        if (isGood)
        {
            embeddings.State.Remember(key, vector!, embeddings.Source.Cache);
        }

        var took = time.GetElapsedTime(started).TotalMilliseconds;
        return new EmbeddingCall(
            isGood ? new EmbeddingAnswer(EmbeddingOutcome.Answered, vector) : new EmbeddingAnswer(EmbeddingOutcome.BadAnswer, null),
            new AttemptRecord(model.Name, deployment.Id, RoutingErrors.Name(RoutingError.None), (int)status, took, took, usage, cost)
            {
                Kind = AttemptKinds.Router,
                Price = deployment.Price,
            });
    }

    private EmbeddingCall Failed(
        PredictiveEmbeddings embeddings, CandidateSnapshot model, DeploymentSnapshot deployment, EmbeddingOutcome outcome, RoutingError error, long started, int status = 0)
    {
        embeddings.State.Ended(succeeded: false, executor.Now);
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        return new EmbeddingCall(
            new EmbeddingAnswer(outcome, null),
            new AttemptRecord(model.Name, deployment.Id, RoutingErrors.Name(error), status, took, took, null, null) { Kind = AttemptKinds.Router, Price = deployment.Price });
    }

    private static EmbeddingCall Without(EmbeddingOutcome outcome) => new(new EmbeddingAnswer(outcome, null), null);

    private static string Name(EmbeddingOutcome outcome) => outcome switch
    {
        EmbeddingOutcome.Answered => "answered",
        EmbeddingOutcome.FromCache => "cached",
        EmbeddingOutcome.TimedOut => "timeout",
        EmbeddingOutcome.BadAnswer => "bad_answer",
        EmbeddingOutcome.Resting => "resting",
        EmbeddingOutcome.OverBudget => "over_budget",
        _ => "failed",
    };
}
