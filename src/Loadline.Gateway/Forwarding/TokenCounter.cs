using System.Buffers;
using System.Text.Json;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Signals.Tokens;
using Loadline.Gateway.Endpoints;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <summary>Answers questions for the number of input tokens, in the caller's dialect, with an estimate of its own.</summary>
/// <remarks>Agents ask in bursts (Claude Code sends 25 at once), so this is no exchange: no decision, no record, nothing billed.</remarks>
internal sealed class TokenCounter(SnapshotHolder snapshots, PlanExecutor executor, Func<Random> newRandom)
{
    /// <summary>Tells who counted: <c>estimate</c>.</summary>
    public const string SourceHeader = "x-loadline-token-count";

    public async Task ServeAsync(HttpContext http, CallerTarget target)
    {
        var snapshot = snapshots.Current;
        var body = new RequestBody();
        try
        {
            if (!await body.ReadAsync(http.Request, snapshot.Config.Server.MaxRequestBytes, http.RequestAborted).ConfigureAwait(false))
            {
                await ErrorReply.WriteAsync(
                    http, target.Dialect, 413, "invalid_request_error", "request_too_large", null,
                    $"The request body is larger than {snapshot.Config.Server.MaxRequestBytes} bytes. Send less, or raise server.max_request_bytes.").ConfigureAwait(false);
                return;
            }

            await AnswerAsync(http, target, snapshot, body.Bytes).ConfigureAwait(false);
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

    private async ValueTask AnswerAsync(HttpContext http, CallerTarget target, RuntimeSnapshot snapshot, ReadOnlyMemory<byte> body)
    {
        var context = new RoutingContext();
        context.Facts.Reset(target.Dialect == Dialect.Gemini ? Wrapped(body) : body);
        var scan = Dialects.Scan(target.Dialect, context.Facts, target.Model, false);
        if (!scan.Ok)
        {
            await ErrorReply.WriteAsync(http, target.Dialect, 400, "invalid_request_error", scan.Code, scan.Param, scan.Message!).ConfigureAwait(false);
            return;
        }

        context.Begin(snapshot, newRandom(), executor.Now);
        var name = ModelName.Read(context.Facts);
        if (snapshot.Find(name) is not { } route)
        {
            await ErrorReply.WriteAsync(
                http, target.Dialect, 404, "invalid_request_error", "model_not_found", "model",
                $"The model '{name}' is neither a route nor a model of this gateway. GET /v1/models lists what there is.").ConfigureAwait(false);
            return;
        }

        Router.Decide(context, route);
        var tokens = context.Signals.CountTokens(Family(context.Planned));
        http.Response.Headers[SourceHeader] = "estimate";
        await ErrorReply.WriteAsync(http, 200, Write(target.Dialect, tokens)).ConfigureAwait(false);
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
