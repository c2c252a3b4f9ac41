using System.Buffers;
using System.Net;
using Loadline.Core.Balancing;
using Loadline.Core.Cascades;
using Loadline.Core.Health;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Loadline.Gateway.Endpoints;
using Loadline.Gateway.Simulation;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.Conversion;
using Loadline.Wire.Drafts;

namespace Loadline.Gateway.Auditing;

/// <summary>Asks candidates what a caller asked, not streamed and with nobody waiting.</summary>
internal sealed class BackgroundCalls(UpstreamPool upstreams, PlanExecutor executor, UsageControl usages, TimeProvider time)
{
    private const int MostReplyBytes = 4 * 1024 * 1024;

    // What a call is taken to use of the model's own limits until it has told: never fewer tokens than bytes by three.
    private const int BytesAToken = 3;
    private const int MostAnswerTokens = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Asks; never throws for what the model or its provider does.</summary>
    /// <param name="context">A decided request: its source of chance is used.</param>
    /// <param name="model">The candidate.</param>
    /// <param name="residency">Where the request's data must stay; <see langword="null"/>: anywhere.</param>
    /// <param name="target">What the body is written in.</param>
    /// <param name="body">The request.</param>
    /// <param name="row">The recorded row for simulated providers.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns><see langword="null"/> where no deployment may be asked, or the call failed.</returns>
    public async ValueTask<BackgroundReply?> AskAsync(
        RoutingContext context, CandidateSnapshot model, string? residency, CallerTarget target, ReadOnlyMemory<byte> body, string? row,
        CancellationToken cancellationToken)
    {
        var (input, output) = (body.Length / BytesAToken, Math.Min(MostAnswerTokens, model.MaxOutput));
        if (Pick(context, model, residency) is not { } deployment || usages.TryEnterOwn(model, input, output) is not { } ticket)
        {
            return null;
        }

        BackgroundReply? made = null;

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        deployment.State.Started();
        try
        {
            return made = await SendAsync(model, deployment, target, body, row, either.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            deployment.State.Ended();
            usages.Leave(ticket, made?.Usage, made?.CostUsd, made is null ? deployment.Price?.Estimate(input, output) : null);
        }
    }

    // What is kept in a place stays there in audits, too.
    private DeploymentSnapshot? Pick(RoutingContext context, CandidateSnapshot model, string? residency)
    {
        var usable = 0UL;
        for (var i = 0; i < Math.Min(model.Deployments.Length, DeploymentPicker.MostDeployments); i++)
        {
            usable |= model.Deployments[i].Keeps(residency) && DeploymentHealth.MayUse(model.Deployments[i], executor.Now) ? 1UL << i : 0;
        }

        return DeploymentPicker.Pick(context, model, usable, executor.Now) is var index and >= 0 ? model.Deployments[index] : null;
    }

    private async ValueTask<BackgroundReply?> SendAsync(
        CandidateSnapshot model, DeploymentSnapshot deployment, CallerTarget target, ReadOnlyMemory<byte> body, string? row, CancellationToken cancellationToken)
    {
        var client = upstreams.For(deployment.Provider);
        var protocol = client.Protocol;
        if (protocol.Find(UpstreamOperation.Chat, deployment.Name, stream: false) is not { } address
            || !ChatConversion.TryReadRequest(target.Dialect, body, target.Model, false, out var neutral).Ok)
        {
            return null;
        }

        var question = new ArrayBufferWriter<byte>(1024);
        using (neutral)
        {
            neutral.Stream = false;
            ChatConversion.WriteRequest(neutral, UpstreamProtocols.Target(protocol, model, deployment), question, new ConversionLosses());
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Version = HttpVersion.Version11, Content = new ConvertedContent(question.WrittenMemory) };
        OutboundHeaders.Add(request.Headers, "Accept", "application/json");
        OutboundHeaders.Add(request.Headers, "User-Agent", "loadline");
        if (row is not null && client.IsSimulated)
        {
            OutboundHeaders.Add(request.Headers, SimulatedProviderHandler.RowHeader, row);
        }

        using var response = await client.SendAsync(request, UpstreamOperation.Chat, null, cancellationToken).ConfigureAwait(false);
        var reply = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        if (RoutingErrors.FromStatus((int)response.StatusCode) != RoutingError.None
            || !ChatConversion.TryReadReply(protocol.Dialect, reply, out var answer) || answer.Error is not null)
        {
            return null;
        }

        var draft = new DraftAnswer();
        DraftReader.ReadWhole(protocol.Dialect, reply, draft, DraftNeeds.Text);
        var list = answer.Usage is { } usage ? deployment.Price?.Cost(usage) : null;
        return new BackgroundReply(draft.Text, draft.StopReason, answer.Usage?.ChargedUsd ?? list, answer.Model, deployment.Id, list, answer.Usage);
    }

    private static async ValueTask<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reply = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (reply.Length < MostReplyBytes && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            reply.Write(buffer, 0, read);
        }

        return reply.ToArray();
    }
}
