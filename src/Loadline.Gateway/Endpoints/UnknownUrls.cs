using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Loadline.Gateway.Endpoints;

/// <summary>Answers what nothing else answers: a wrong method with 405 and the right ones, a wrong address with 404.</summary>
internal static class UnknownUrls
{
    private const int MostShown = 200;

    /// <summary>Maps the fallback; to be called after every other endpoint.</summary>
    public static void Map(WebApplication app)
    {
        var known = Known(app);

        // Files too, which the default pattern of a fallback leaves out.
        app.MapFallback("{**path}", http => AnswerAsync(http, known)).Needs(AccessLevel.Public);
    }

    private static List<(TemplateMatcher Path, IReadOnlyList<string> Methods)> Known(IEndpointRouteBuilder app) =>
    [
        .. from endpoint in app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
           let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods
           where methods is { Count: > 0 }
           select (new TemplateMatcher(TemplateParser.Parse(endpoint.RoutePattern.RawText!.TrimStart('/')), []), methods),
    ];

    private static Task AnswerAsync(HttpContext http, List<(TemplateMatcher Path, IReadOnlyList<string> Methods)> known)
    {
        if (http.Request.Path == "/v1/responses" && string.Equals(http.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase))
        {
            return RefuseWebSocketAsync(http);
        }

        var allowed = known.Where(one => Matches(one.Path, http.Request.Path)).SelectMany(one => one.Methods).Distinct().ToList();
        var path = http.Request.Path.ToString();
        path = path.Length <= MostShown ? path : path[..MostShown] + "…";
        if (allowed.Count == 0)
        {
            return ErrorReply.WriteAsync(
                http, 404, "invalid_request_error", "unknown_url", null,
                $"Unknown request URL: {http.Request.Method} {path}. This gateway serves POST /v1/chat/completions, /v1/responses, /v1/messages, "
                + "/v1beta/models/MODEL:generateContent and /v1/embeddings, GET /v1/models and /loadline/*.").AsTask();
        }

        http.Response.Headers.Allow = string.Join(", ", allowed);
        return ErrorReply.WriteAsync(
            http, 405, "invalid_request_error", "method_not_allowed", null,
            $"{http.Request.Method} is no method of {path}. Use {string.Join(" or ", allowed)}.").AsTask();
    }

    // A rest of the path that is empty is no name of anything.
    private static bool Matches(TemplateMatcher template, PathString path)
    {
        var values = new RouteValueDictionary();
        return template.TryMatch(path, values) && values.Values.All(static value => value is not null);
    }

    // Clients that try a WebSocket first (Codex) fall back to plain requests at once on this status, and after seven tries on any other.
    private static Task RefuseWebSocketAsync(HttpContext http)
    {
        http.Response.Headers.Upgrade = "HTTP/1.1";
        return ErrorReply.WriteAsync(
            http, StatusCodes.Status426UpgradeRequired, "invalid_request_error", "websocket_not_supported", null,
            "Responses are not served over WebSockets here. POST /v1/responses instead, with \"stream\": true for a stream.").AsTask();
    }
}
