using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>The front door: says what this is and where to go.</summary>
internal static class RootEndpoint
{
    private const string Text = """
        Loadline: sends each LLM request to the cheapest model proven to hold your quality line.

        POST /v1/chat/completions     OpenAI Chat Completions; model "auto" (or another route) lets Loadline choose
        POST /v1/responses            OpenAI Responses
        POST /v1/messages             Anthropic Messages
        POST /v1beta/models/M:generateContent, :streamGenerateContent   Google Gemini
        POST /v1/embeddings           OpenAI embeddings
        GET  /v1/models               routes and models
        GET  /loadline/stats          what was served, what it cost, what the reference would have cost
        GET  /loadline/decisions      recent decisions; /loadline/decisions/ID explains one
        GET  /loadline/dashboard      the same for people, in a browser
        GET  /loadline/openapi.json   this gateway's own API
        GET  /healthz, /readyz, /metrics

        """;

    public static void Map(WebApplication app) => app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], static http =>
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Text, http.RequestAborted);
    }).Needs(AccessLevel.Public);
}
