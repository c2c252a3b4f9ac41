using Loadline.Core.Facts;
using Loadline.Core.Keys;
using Loadline.Gateway.Access;
using Loadline.Gateway.Forwarding;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>The addresses that models are called at, each in its provider's own API.</summary>
internal sealed class DialectEndpoints(ModelCalls calls, TokenCounter counter, OriginGuard guard, AccessControl access)
{
    private static readonly string[] GeminiRoots = ["/v1beta/models/{**call:minlength(1)}", "/v1/models/{**call:minlength(1)}"];

    public void Map(WebApplication app)
    {
        app.MapPost("/v1/chat/completions", http => ServeAsync(http, new CallerTarget(RequestKind.Chat, Dialect.OpenAIChat))).Needs(AccessLevel.Caller, isFilter: false);
        app.MapPost("/v1/embeddings", http => ServeAsync(http, new CallerTarget(RequestKind.Embeddings, Dialect.OpenAIChat))).Needs(AccessLevel.Caller, isFilter: false);
        app.MapPost("/v1/responses", http => ServeAsync(http, new CallerTarget(RequestKind.Chat, Dialect.OpenAIResponses))).Needs(AccessLevel.Caller, isFilter: false);
        app.MapPost("/v1/responses/input_tokens", http => CountAsync(http, new CallerTarget(RequestKind.Chat, Dialect.OpenAIResponses))).Needs(AccessLevel.Caller, isFilter: false);
        app.MapPost("/v1/messages", http => ServeAsync(http, new CallerTarget(RequestKind.Chat, Dialect.Anthropic))).Needs(AccessLevel.Caller, isFilter: false);
        app.MapPost("/v1/messages/count_tokens", http => CountAsync(http, new CallerTarget(RequestKind.Chat, Dialect.Anthropic))).Needs(AccessLevel.Caller, isFilter: false);
        foreach (var root in GeminiRoots)
        {
            app.MapPost(root, http => GeminiAsync(http, (string?)http.Request.RouteValues["call"] ?? "")).Needs(AccessLevel.Caller, isFilter: false);
        }

        // Agents ask whether somebody is there before their first request.
        app.MapMethods("/api/hello", [HttpMethods.Get, HttpMethods.Head], static _ => Task.CompletedTask).Needs(AccessLevel.Public);
    }

    private Task GeminiAsync(HttpContext http, string call)
    {
        var colon = call.LastIndexOf(':');
        var model = colon > 0 ? Uri.UnescapeDataString(call[..colon]) : "";
        var target = new CallerTarget(RequestKind.Chat, Dialect.Gemini) { Model = model };
        if (model.Length is 0 or > ChatRequestScanner.MaxModelBytes / 4)
        {
            return UnknownAsync(http);
        }

        switch (call[(colon + 1)..])
        {
            case "generateContent":
                return ServeAsync(http, target);
            case "streamGenerateContent":
                var isArray = !string.Equals(http.Request.Query["alt"], "sse", StringComparison.OrdinalIgnoreCase);
                return ServeAsync(http, target with { IsStream = true, IsArray = isArray });
            case "countTokens":
                return CountAsync(http, target);
            default:
                return UnknownAsync(http);
        }
    }

    private static Task UnknownAsync(HttpContext http) => ErrorReply.WriteAsync(
        http, Dialect.Gemini, 404, "invalid_request_error", "unknown_url", null,
        "Unknown method. POST /v1beta/models/MODEL:generateContent, :streamGenerateContent or :countTokens.").AsTask();

    private Task CountAsync(HttpContext http, CallerTarget target) =>
        TryOpen(http, target, out var key, out var refused) ? counter.ServeAsync(http, target, key) : refused;

    private Task ServeAsync(HttpContext http, in CallerTarget target) =>
        TryOpen(http, target, out var key, out var refused) ? calls.RunAsync(http, target, key) : refused;

    // Before a byte of the body is read.
    private bool TryOpen(HttpContext http, in CallerTarget target, out ApiKey? key, out Task refused)
    {
        key = null;
        if (!guard.Allows(http.Request))
        {
            refused = OriginGuard.RefuseAsync(http);
            return false;
        }

        var result = access.Check(http.Request, AccessLevel.Caller);
        key = result.Key;
        refused = result.IsAllowed ? Task.CompletedTask : RefuseAsync(http, target.Dialect, result);
        return result.IsAllowed;
    }

    private static Task RefuseAsync(HttpContext http, Dialect caller, AccessResult result)
    {
        var (code, message) = AccessControl.Explain(result, AccessLevel.Caller);
        return ErrorReply.WriteAsync(
            http, caller, result.Status, AccessControl.Kind(result), code, null, message).AsTask();
    }
}
