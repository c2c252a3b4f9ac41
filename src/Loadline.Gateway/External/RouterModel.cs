using System.Buffers;
using System.Net;
using System.Text;
using Loadline.Core.Decisions;
using Loadline.Core.Outcomes;
using Loadline.Core.Plans;
using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.External;

/// <summary>Asks the model that an <see cref="LlmPolicy"/> names: from memory, else by one call, within its time and budget.</summary>
internal sealed class RouterModel(UpstreamPool upstreams, PlanExecutor executor, TimeProvider time)
{
    private const int MostReplyBytes = 256 * 1024;

    /// <summary>Gets an answer; never throws for what the model or its provider does.</summary>
    public async ValueTask<RouterCall> AskAsync(RoutingContext context, LlmPolicy policy, CancellationToken cancellationToken)
    {
        var config = policy.Config;
        var key = PromptKey.OfText(Encoding.UTF8.GetString(context.Facts.Text().LastUser));
        if (policy.State.Find(key) is { } known)
        {
            return new RouterCall(policy.ToAnswer(known, LlmOutcome.FromCache), null);
        }

        if (config.DailyUsd is { } daily && policy.State.Spent(time.GetUtcNow()) >= daily)
        {
            return new RouterCall(new LlmAnswer(LlmOutcome.OverBudget, -1), null);
        }

        return OutsideDeployment.Pick(context, config.Model, executor.Now) is { } picked
            ? await CallAsync(context, policy, key, picked.Model, picked.Deployment, cancellationToken).ConfigureAwait(false)
            : new RouterCall(new LlmAnswer(LlmOutcome.Failed, -1), null);
    }

    private async ValueTask<RouterCall> CallAsync(
        RoutingContext context, LlmPolicy policy, UInt128 key, CandidateSnapshot model, DeploymentSnapshot deployment, CancellationToken cancellationToken)
    {
        var body = RouterQuestion.Write(policy.Config, deployment, model, context.Facts.Text().LastUser);
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(policy.Config.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        deployment.State.Started();
        try
        {
            var (status, reply) = await SendAsync(model, deployment, body, either.Token).ConfigureAwait(false);
            return Take(policy, key, model, deployment, status, reply, started);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is OperationCanceledException or IOException or HttpRequestException)
        {
            // The question was on its way and may be billed: on record, though nobody waits for what comes of it.
            return Failed(model, deployment, LlmOutcome.Failed, RoutingError.CallerGone, started);
        }
        catch (OperationCanceledException)
        {
            return Failed(model, deployment, LlmOutcome.TimedOut, RoutingError.UpstreamTimeout, started);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return Failed(model, deployment, LlmOutcome.Failed, RoutingError.UpstreamConnect, started);
        }
        finally
        {
            deployment.State.Ended();
        }
    }

    // The question is written for OpenAI's Chat; other providers get it, and answer, through the form between the dialects.
    private async ValueTask<(HttpStatusCode Status, byte[] Reply)> SendAsync(
        CandidateSnapshot model, DeploymentSnapshot deployment, byte[] body, CancellationToken cancellationToken)
    {
        var client = upstreams.For(deployment.Provider);
        var protocol = client.Protocol;
        var address = protocol.Find(UpstreamOperation.Chat, deployment.Name, stream: false)
            ?? throw new HttpRequestException($"'{deployment.Id}' has no chat.");
        var tools = default(ToolNames);
        ReadOnlyMemory<byte> question = body;
        if (protocol.Dialect != Dialect.OpenAIChat)
        {
            ChatConversion.TryReadRequest(Dialect.OpenAIChat, body, null, false, out var neutral);
            using (neutral)
            {
                var converted = new ArrayBufferWriter<byte>(1024);
                tools = ChatConversion.WriteRequest(neutral, UpstreamProtocols.Target(protocol, model, deployment), converted, new ConversionLosses());
                question = converted.WrittenMemory;
            }
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ConvertedContent(question) };
        OutboundHeaders.Add(request.Headers, "Accept", "application/json");
        OutboundHeaders.Add(request.Headers, "User-Agent", "loadline");
        using var response = await client.SendAsync(request, UpstreamOperation.Chat, null, cancellationToken).ConfigureAwait(false);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reply = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (reply.Length < MostReplyBytes && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            reply.Write(buffer, 0, read);
        }

        return (response.StatusCode, ToChat(protocol.Dialect, reply.ToArray(), deployment, tools));
    }

    private byte[] ToChat(Dialect dialect, byte[] reply, DeploymentSnapshot deployment, ToolNames? tools)
    {
        if (dialect == Dialect.OpenAIChat || !ChatConversion.TryReadReply(dialect, reply, out var neutral) || neutral.Error is not null)
        {
            return reply;
        }

        var chat = new ArrayBufferWriter<byte>(1024);
        ChatConversion.WriteReply(
            Dialect.OpenAIChat, neutral, new ReplyContext("router", deployment.Name, time.GetUtcNow().ToUnixTimeSeconds()) { Tools = tools }, chat);
        return chat.WrittenSpan.ToArray();
    }

    private RouterCall Take(
        LlmPolicy policy, UInt128 key, CandidateSnapshot model, DeploymentSnapshot deployment, HttpStatusCode status, byte[] reply, long started)
    {
        var error = RoutingErrors.FromStatus((int)status);
        if (error != RoutingError.None)
        {
            return Failed(model, deployment, LlmOutcome.Failed, error, started, (int)status);
        }

        ChatResponseReader.TryRead(reply, out var facts);
        var cost = facts.Usage is { } usage ? deployment.Price?.Cost(usage) : null;
        policy.State.Spend(cost ?? 0, time.GetUtcNow());
        var label = RouterQuestion.ReadLabel(reply);
        var answer = policy.ToAnswer(label, LlmOutcome.Answered);
        if (answer.Outcome == LlmOutcome.Answered)
        {
            policy.State.Remember(key, label!, policy.Config.Cache);
        }

        var took = time.GetElapsedTime(started).TotalMilliseconds;
        return new RouterCall(answer, new AttemptRecord(
            model.Name, deployment.Id, RoutingErrors.Name(RoutingError.None), (int)status, took, took, facts.Usage, cost)
        {
            Kind = AttemptKinds.Router,
            Price = deployment.Price,
        });
    }

    private RouterCall Failed(CandidateSnapshot model, DeploymentSnapshot deployment, LlmOutcome outcome, RoutingError error, long started, int status = 0)
    {
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        return new RouterCall(
            new LlmAnswer(outcome, -1),
            new AttemptRecord(model.Name, deployment.Id, RoutingErrors.Name(error), status, took, took, null, null) { Kind = AttemptKinds.Router, Price = deployment.Price });
    }
}
