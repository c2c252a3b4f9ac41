using System.Net;
using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Decisions;
using Loadline.Core.Outcomes;
using Loadline.Core.Plans;
using Loadline.Core.Policies;
using Loadline.Core.Predictors;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Loadline.Gateway.Telemetry;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.External;

/// <summary>Has a message embedded for a policy: from memory, else by one call, within its time and budget.</summary>
internal sealed class EmbeddingModel(UpstreamPool upstreams, PlanExecutor executor, UsageControl usages, GatewayMetrics metrics, TimeProvider time)
{
    private const int MostReplyBytes = 1024 * 1024;

    // For the model's own limits: never fewer tokens than characters by two.
    private const int CharactersAToken = 2;

    /// <summary>Gets a vector; never throws for what the model or its provider does.</summary>
    public async ValueTask<EmbeddingCall> AskAsync(RoutingContext context, PredictivePolicy policy, CancellationToken cancellationToken)
    {
        var call = await FindAsync(context, policy.Embeddings!.Query, cancellationToken).ConfigureAwait(false);
        metrics.Embedding(context.Route!.Name, Name(call.Answer.Outcome));
        return call;
    }

    /// <summary>Gets a vector for a policy that compares by meaning; the first request has the policy's examples embedded, too, within their own time.</summary>
    public async ValueTask<EmbeddingCall> AskAsync(RoutingContext context, SemanticPolicy policy, CancellationToken cancellationToken)
    {
        var embeddings = policy.Embeddings!;
        var begins = embeddings.TryBegin();
        var call = begins ? await BeginAsync(context, embeddings, cancellationToken).ConfigureAwait(false)
            : embeddings.Routes is null ? Without(EmbeddingOutcome.NotAsked)
            : await FindAsync(context, embeddings.Query, cancellationToken).ConfigureAwait(false);
        metrics.Embedding(context.Route!.Name, Name(call.Answer.Outcome));
        return call;
    }

    /// <summary>Gets a vector for a route's cache, within its own time and budget; what is remembered is the tenant's own, or cost and time would tell what others asked.</summary>
    public async ValueTask<EmbeddingCall> AskAsync(RoutingContext context, EmbeddingQuery query, string tenant, CancellationToken cancellationToken)
    {
        var call = await FindAsync(context, query, cancellationToken, tenant).ConfigureAwait(false);
        metrics.Embedding(context.Route!.Name, Name(call.Answer.Outcome));
        return call;
    }

    // One call for all examples and the message, so that there is one thing that can fail.
    private async ValueTask<EmbeddingCall> BeginAsync(RoutingContext context, SemanticEmbeddings embeddings, CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<float[]>>? found = null;
        try
        {
            var query = embeddings.Query;
            if (!query.State.MayAsk(executor.Now) || OutsideDeployment.Pick(context, query.Source.Model, executor.Now) is not var (model, deployment))
            {
                return Without(EmbeddingOutcome.Failed);
            }

            string[] texts = [EmbeddingText.Of(context.Facts.Text().LastUser), .. embeddings.Examples.SelectMany(route => route)];
            var asked = query with { Source = query.Source with { Timeout = SemanticEmbeddings.ExamplesTimeout } };
            var (call, vectors) = await CallAsync(asked, texts, model, deployment, cancellationToken).ConfigureAwait(false);
            if (vectors is not null)
            {
                var next = 1;
                found = [.. embeddings.Examples.Select(route => (IReadOnlyList<float[]>)[.. route.Select(_ => vectors[next++])])];
            }

            return call;
        }
        finally
        {
            embeddings.End(found);
        }
    }

    private async ValueTask<EmbeddingCall> FindAsync(RoutingContext context, EmbeddingQuery embeddings, CancellationToken cancellationToken, string? tenant = null)
    {
        var (source, state) = (embeddings.Source, embeddings.State);

        // A digest, as keys of texts know no case.
        var text = Encoding.UTF8.GetString(context.Facts.Text().LastUser);
        var key = PromptKey.OfText(tenant is null ? text : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(tenant))) + '\n' + text);
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
        if (picked is not { } who)
        {
            return Without(EmbeddingOutcome.Failed);
        }

        var (call, vectors) = await CallAsync(embeddings, [EmbeddingText.Of(context.Facts.Text().LastUser)], who.Model, who.Deployment, cancellationToken).ConfigureAwait(false);
        if (vectors is not null)
        {
            state.Remember(key, vectors[0], source.Cache);
        }

        return call;
    }

    // Vectors of length one, one for each text; none where the call says why.
    private async ValueTask<(EmbeddingCall Call, float[][]? Vectors)> CallAsync(
        EmbeddingQuery embeddings, string[] texts, CandidateSnapshot model, DeploymentSnapshot deployment, CancellationToken cancellationToken)
    {
        var tokens = Tokens(texts);
        if (usages.TryEnterOwn(model, tokens, 0) is not { } ticket)
        {
            return (Failed(embeddings, model, deployment, EmbeddingOutcome.OverBudget, RoutingError.OverLimit, time.GetTimestamp()), null);
        }

        AttemptRecord? made = null;
        try
        {
            var result = await AskOnceAsync(embeddings, texts, model, deployment, cancellationToken).ConfigureAwait(false);
            made = result.Call.Attempt;
            return result;
        }
        finally
        {
            usages.Leave(ticket, made?.Usage, made?.CostUsd, made is { PossiblyBilled: false } ? null : deployment.Price?.Estimate(tokens, 0));
        }
    }

    private async ValueTask<(EmbeddingCall Call, float[][]? Vectors)> AskOnceAsync(
        EmbeddingQuery embeddings, string[] texts, CandidateSnapshot model, DeploymentSnapshot deployment, CancellationToken cancellationToken)
    {
        var body = EmbeddingVector.Write(deployment.Name, texts, embeddings.AsksDimensions ? embeddings.Dimensions : null);
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(embeddings.Source.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        deployment.State.Started();
        try
        {
            var (status, reply) = await SendAsync(deployment, body, either.Token).ConfigureAwait(false);
            return Take(embeddings, texts.Length, model, deployment, status, reply, started);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is OperationCanceledException or IOException or HttpRequestException)
        {
            return (Gone(embeddings, texts, model, deployment, started), null);
        }
        catch (OperationCanceledException)
        {
            return (Failed(embeddings, model, deployment, EmbeddingOutcome.TimedOut, RoutingError.UpstreamTimeout, started), null);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return (Failed(embeddings, model, deployment, EmbeddingOutcome.Failed, RoutingError.UpstreamConnect, started), null);
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

    private (EmbeddingCall Call, float[][]? Vectors) Take(
        EmbeddingQuery embeddings, int count, CandidateSnapshot model, DeploymentSnapshot deployment, HttpStatusCode status, byte[] reply, long started)
    {
        var error = RoutingErrors.FromStatus((int)status);
        if (error != RoutingError.None)
        {
            return (Failed(embeddings, model, deployment, EmbeddingOutcome.Failed, error, started, (int)status), null);
        }

        var usage = ChatResponseReader.ReadEmbeddingsUsage(reply);
        var cost = usage is { } known ? deployment.Price?.Cost(known) : null;
        embeddings.State.Spend(cost ?? 0, time.GetUtcNow());
        var vectors = EmbeddingVector.Read(reply, count);
        var length = embeddings.Dimensions > 0 ? embeddings.Dimensions : vectors?[0].Length;
        var isGood = vectors is not null && Array.TrueForAll(vectors, vector => vector.Length == length && EmbeddingText.Normalise(vector));
        embeddings.State.Ended(isGood, executor.Now);
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        var call = new EmbeddingCall(
            isGood ? new EmbeddingAnswer(EmbeddingOutcome.Answered, vectors![0]) : new EmbeddingAnswer(EmbeddingOutcome.BadAnswer, null),
            new AttemptRecord(model.Name, deployment.Id, RoutingErrors.Name(RoutingError.None), (int)status, took, took, usage, cost)
            {
                Kind = AttemptKinds.Router,
                Price = deployment.Price,
            });
        return (call, isGood ? vectors : null);
    }

    private EmbeddingCall Failed(
        EmbeddingQuery embeddings, CandidateSnapshot model, DeploymentSnapshot deployment, EmbeddingOutcome outcome, RoutingError error, long started, int status = 0)
    {
        embeddings.State.Ended(succeeded: false, executor.Now);
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        return new EmbeddingCall(
            new EmbeddingAnswer(outcome, null),
            new AttemptRecord(model.Name, deployment.Id, RoutingErrors.Name(error), status, took, took, null, null) { Kind = AttemptKinds.Router, Price = deployment.Price });
    }

    // It was on its way and may be billed; the endpoint has not failed.
    private EmbeddingCall Gone(EmbeddingQuery embeddings, string[] texts, CandidateSnapshot model, DeploymentSnapshot deployment, long started)
    {
        embeddings.State.Spend((decimal)(deployment.Price?.Estimate(Tokens(texts), 0) ?? 0), time.GetUtcNow());
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        return new EmbeddingCall(
            new EmbeddingAnswer(EmbeddingOutcome.Failed, null),
            new AttemptRecord(model.Name, deployment.Id, RoutingErrors.Name(RoutingError.CallerGone), 0, took, took, null, null) { Kind = AttemptKinds.Router, Price = deployment.Price });
    }

    private static int Tokens(string[] texts) => texts.Sum(static text => text.Length) / CharactersAToken;

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
