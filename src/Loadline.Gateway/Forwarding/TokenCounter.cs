using System.Buffers;
using System.Net;
using System.Text.Json;
using Loadline.Core.Health;
using Loadline.Core.Keys;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Signals.Tokens;
using Loadline.Gateway.Endpoints;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <summary>Answers questions for the number of input tokens: the provider's own count where the model that would serve speaks the caller's
/// dialect, else an estimate.</summary>
/// <remarks>Agents ask in bursts (Claude Code sends 25 at once), so this is no exchange: no decision, no record, one attempt, nothing billed.</remarks>
internal sealed class TokenCounter(ForwardingServices services)
{
    /// <summary>Tells who counted: <c>upstream</c> or <c>estimate</c>.</summary>
    public const string SourceHeader = "x-loadline-token-count";

    private const int MostReplyBytes = 64 * 1024;

    // A count that takes longer is worth less than an estimate now.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task ServeAsync(HttpContext http, CallerTarget target, ApiKey? key)
    {
        var snapshot = services.Snapshots.Current;
        var body = new RequestBody(services.Buffers);
        try
        {
            var read = await body.ReadAsync(http.Request, snapshot.Config.Server.MaxRequestBytes, http.RequestAborted).ConfigureAwait(false);
            if (read == BodyRead.NoRoom)
            {
                http.Response.Headers.RetryAfter = "1";
                await ErrorReply.WriteAsync(
                    http, target.Dialect, 503, "server_error", "overloaded", null,
                    "This gateway's memory is in use by other requests (server.max_buffered_bytes). Try again shortly.").ConfigureAwait(false);
                return;
            }

            if (read == BodyRead.TooLarge)
            {
                await ErrorReply.WriteAsync(
                    http, target.Dialect, 413, "invalid_request_error", "request_too_large", null,
                    $"The request body is larger than {snapshot.Config.Server.MaxRequestBytes} bytes. Send less, or raise server.max_request_bytes.").ConfigureAwait(false);
                return;
            }

            await AnswerAsync(http, target, snapshot, body.Bytes, key).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            http.Abort();
        }
        finally
        {
            body.Release();
        }
    }

    private async ValueTask AnswerAsync(HttpContext http, CallerTarget target, RuntimeSnapshot snapshot, ReadOnlyMemory<byte> body, ApiKey? key)
    {
        var context = new RoutingContext();
        context.Facts.Reset(target.Dialect == Dialect.Gemini ? Wrapped(body) : body);
        var scan = Dialects.Scan(target.Dialect, context.Facts, target.Model, false);
        if (!scan.Ok)
        {
            await ErrorReply.WriteAsync(http, target.Dialect, 400, "invalid_request_error", scan.Code, scan.Param, scan.Message!).ConfigureAwait(false);
            return;
        }

        context.Begin(snapshot, services.NewRandom(), services.Executor.Now);
        var name = ModelName.Read(context.Facts);
        if (snapshot.Find(name) is not { } route)
        {
            await ErrorReply.WriteAsync(
                http, target.Dialect, 404, "invalid_request_error", "model_not_found", "model",
                $"The model '{name}' is neither a route nor a model of this gateway. GET /v1/models lists what there is.").ConfigureAwait(false);
            return;
        }

        context.Scope = key?.TenantScope ?? KeyScope.All;
        if (Router.Decide(context, route) == RoutingStatus.RouteNotAllowed)
        {
            await ErrorReply.WriteAsync(
                http, target.Dialect, 403, "permission_error", "route_not_allowed", "model",
                $"This key does not allow '{route.Name}'. GET /v1/models lists what it allows.").ConfigureAwait(false);
            return;
        }

        // A request inside the question names its model in a second place, which is not spliced.
        var isWhole = context.Facts.Body.Length == body.Length;
        if (isWhole && await AskAsync(http, target, context).ConfigureAwait(false) is { } counted)
        {
            http.Response.Headers[SourceHeader] = "upstream";
            await ErrorReply.WriteAsync(http, 200, counted).ConfigureAwait(false);
            return;
        }

        var tokens = context.Signals.CountTokens(Family(context.Planned));
        http.Response.Headers[SourceHeader] = "estimate";
        await ErrorReply.WriteAsync(http, 200, Write(target.Dialect, tokens)).ConfigureAwait(false);
    }

    // Whatever goes wrong, there is the estimate.
    private async ValueTask<ReadOnlyMemory<byte>?> AskAsync(HttpContext http, CallerTarget target, RoutingContext context)
    {
        if (Find(target, context) is not var (deployment, client, address))
        {
            return null;
        }

        using var patience = new CancellationTokenSource(Patience, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, http.RequestAborted);
        try
        {
            SameDialect.Splice(target.Dialect, context.Facts, new UpstreamEdits(deployment.QuotedName, default, false), out var body);
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new SplicedContent(in body) };
            OutboundHeaders.Add(request.Headers, "Accept", "application/json");
            OutboundHeaders.Add(request.Headers, "User-Agent", "loadline");
            using var response = await client.SendAsync(request, UpstreamOperation.CountTokens, http.Request.Headers, either.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return null;
            }

            var stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            var reply = new ReplyBuffer(services.Buffers);
            try
            {
                var fits = await reply.ReadAllAsync(stream, response.Content.Headers.ContentLength, MostReplyBytes, either.Token).ConfigureAwait(false);
                return fits == BodyRead.Whole && reply.Length > 0 && reply.Span[0] == (byte)'{' ? reply.Span.ToArray() : null;
            }
            finally
            {
                reply.Release();
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException
            || (error is OperationCanceledException && !http.RequestAborted.IsCancellationRequested))
        {
            return null;
        }
    }

    // Only the model that would serve: another's count is no better than an estimate.
    private (DeploymentSnapshot, UpstreamClient, Uri)? Find(CallerTarget target, RoutingContext context)
    {
        foreach (var deployment in context.Planned?.Deployments ?? [])
        {
            var client = services.Upstreams.For(deployment.Provider);
            if (client.Protocol.Dialect == target.Dialect && deployment.Keeps(context.Residency) && !client.IsSimulated
                && DeploymentHealth.MayUse(deployment, context.Now) && SameDialect.CanForward(target.Dialect, context.Facts, [])
                && client.Protocol.Find(UpstreamOperation.CountTokens, deployment.Name, false) is { } address)
            {
                return (deployment, client, address);
            }
        }

        return null;
    }

    // Its body may carry a whole request instead of contents alone.
    private static ReadOnlyMemory<byte> Wrapped(ReadOnlyMemory<byte> body)
    {
        var json = new Utf8JsonReader(body.Span);
        try
        {
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isRequest = json.ValueTextEquals("generateContentRequest"u8) || json.ValueTextEquals("generate_content_request"u8);
                json.Read();
                var start = (int)json.TokenStartIndex;
                json.Skip();
                if (isRequest)
                {
                    return body[start..(int)json.BytesConsumed];
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The scan says what is wrong with it.
        }

        return body;
    }

    // What counts is who would serve; the caller's dialect tells nothing of it.
    private static TokenOverhead Family(CandidateSnapshot? candidate) => candidate?.Deployments[0].Provider.Config.Dialect switch
    {
        "anthropic" or "bedrock" => TokenOverhead.Anthropic,
        "gemini" => TokenOverhead.Gemini,
        _ => TokenOverhead.OpenAi,
    };

    private static ReadOnlyMemory<byte> Write(Dialect caller, int tokens)
    {
        var output = new ArrayBufferWriter<byte>(64);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        if (caller == Dialect.OpenAIResponses)
        {
            json.WriteString("object"u8, "response.input_tokens"u8);
        }

        json.WriteNumber(caller == Dialect.Gemini ? "totalTokens"u8 : "input_tokens"u8, tokens);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }
}
