using System.Buffers;
using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.External;

/// <summary>Asks a model of the config something of Loadline's own, by one call to one of its deployments, whatever dialect that speaks.</summary>
internal sealed class ModelAsker(UpstreamPool upstreams, PlanExecutor executor, UsageControl usages, TimeProvider time)
{
    private const int MostReplyBytes = 256 * 1024;

    // What a question and a short answer are taken to use of the model's own limits: never fewer tokens than bytes by three.
    private const int BytesAToken = 3;
    private const int MostAnswerTokens = 1024;

    /// <summary>Finds a model and the way to it; what a rule keeps in a place is shown to no model elsewhere.</summary>
    /// <returns><see langword="null"/> where there is none, or no deployment may be used now.</returns>
    public (CandidateSnapshot Model, DeploymentSnapshot Deployment)? Pick(RoutingContext context, string model) => OutsideDeployment.Pick(context, model, executor.Now);

    /// <summary>Asks; never throws for what the model or its provider does.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deployment">The way to it.</param>
    /// <param name="body">A Chat Completions body.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="kind">What the call is for: one of <see cref="AttemptKinds"/>.</param>
    /// <param name="cancellationToken">Ends with the caller's connection.</param>
    public async ValueTask<ModelAnswer> AskAsync(
        CandidateSnapshot model, DeploymentSnapshot deployment, byte[] body, TimeSpan timeout, string kind, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (promptTokens, answerTokens) = (body.Length / BytesAToken, MostAnswerTokens);
        if (usages.TryEnterOwn(model, promptTokens, answerTokens) is not { } ticket)
        {
            return new ModelAnswer(RoutingError.OverLimit, [], new AttemptRecord(
                model.Name, deployment.Id, RoutingErrors.Name(RoutingError.OverLimit), 0, 0, 0, null, null)
            {
                Kind = kind,
                Price = deployment.Price,
            });
        }

        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        deployment.State.Started();
        var (error, status, reply) = (RoutingError.None, 0, Array.Empty<byte>());
        try
        {
            (status, reply) = await SendAsync(model, deployment, body, either.Token).ConfigureAwait(false);
            error = RoutingErrors.FromStatus(status);
        }
        catch (Exception failure) when (cancellationToken.IsCancellationRequested && failure is OperationCanceledException or IOException or HttpRequestException)
        {
            // The question was on its way and may be billed: on record, though nobody waits for what comes of it.
            error = RoutingError.CallerGone;
        }
        catch (OperationCanceledException)
        {
            error = RoutingError.UpstreamTimeout;
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            error = RoutingError.UpstreamConnect;
        }
        catch
        {
            // A defect, not a failure: nobody may be left holding a place because of it.
            usages.Leave(ticket, null, null, null);
            throw;
        }
        finally
        {
            deployment.State.Ended();
        }

        var usage = error == RoutingError.None && ChatResponseReader.TryRead(reply, out var facts) ? facts.Usage : null;
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        var record = new AttemptRecord(
            model.Name, deployment.Id, RoutingErrors.Name(error), status, took, took, usage, usage is { } known ? known.ChargedUsd ?? deployment.Price?.Cost(known) : null)
        {
            Kind = kind,
            Price = deployment.Price,
        };
        usages.Leave(ticket, usage, record.CostUsd, record.PossiblyBilled ? deployment.Price?.Estimate(promptTokens, answerTokens) : null);
        return new ModelAnswer(error, reply, record);
    }

    // The question is written for OpenAI's Chat; other providers get it, and answer, through the form between the dialects.
    private async ValueTask<(int Status, byte[] Reply)> SendAsync(
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
        var reply = await BoundedReply.ReadAsync(response, MostReplyBytes, cancellationToken).ConfigureAwait(false);
        return ((int)response.StatusCode, ToChat(protocol.Dialect, reply, deployment, tools));
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
}
