using Loadline.Core.Keys;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>The list of models, in the shape of whoever asks: the routes first, then the models by their own names.</summary>
internal static class ModelEndpoints
{
    public static void Map(WebApplication app)
    {
        foreach (var root in (string[])["/v1/models", "/v1beta/models"])
        {
            app.MapGet(root, static (HttpContext http, SnapshotHolder snapshots) => List(CallerDialect.Of(http.Request), Allowed(http, snapshots.Current)))
                .ExcludeFromDescription().Needs(AccessLevel.Caller);
            app.MapGet(root + "/{**id}", static async (string id, SnapshotHolder snapshots, HttpContext http) =>
            {
                var caller = CallerDialect.Of(http.Request);
                id = Uri.UnescapeDataString(id);
                if (Allowed(http, snapshots.Current).FirstOrDefault(model => model.Id == id) is { } found)
                {
                    await One(caller, found).ExecuteAsync(http).ConfigureAwait(false);
                    return;
                }

                await ErrorReply.WriteAsync(
                    http, caller, 404, "invalid_request_error", "model_not_found", "model",
                    $"The model '{id}' is neither a route nor a model of this gateway. GET /v1/models lists what there is.").ConfigureAwait(false);
            }).ExcludeFromDescription().Needs(AccessLevel.Caller);
        }
    }

    private static List<ListedModel> Allowed(HttpContext http, RuntimeSnapshot snapshot)
    {
        var scope = (http.Items[AccessFilter.KeyItem] as ApiKey)?.Scope ?? KeyScope.All;
        return [.. ListedModel.All(snapshot).Where(model => scope.AllowsRoute(model.Id))];
    }

    private static IResult List(Dialect caller, List<ListedModel> models)
    {
        return caller switch
        {
            Dialect.Anthropic => TypedResults.Ok(new AnthropicModelList([.. models.Select(AnthropicModel.Create)])),
            Dialect.Gemini => TypedResults.Ok(new GeminiModelList([.. models.Select(GeminiModel.Create)])),
            _ => TypedResults.Ok(new ModelList([.. models.Select(ModelEntry.Create)])),
        };
    }

    private static IResult One(Dialect caller, ListedModel model) => caller switch
    {
        Dialect.Anthropic => TypedResults.Ok(AnthropicModel.Create(model)),
        Dialect.Gemini => TypedResults.Ok(GeminiModel.Create(model)),
        _ => TypedResults.Ok(ModelEntry.Create(model)),
    };
}
