using Loadline.Core.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>OpenAI's model list: the routes first, then the models by their own names.</summary>
internal static class ModelEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/v1/models", static (SnapshotHolder snapshots) => TypedResults.Ok(List(snapshots.Current))).ExcludeFromDescription();
        app.MapGet("/v1/models/{**id}", static async (string id, SnapshotHolder snapshots, HttpContext http) =>
        {
            if (List(snapshots.Current).Data.FirstOrDefault(model => model.Id == id) is { } found)
            {
                await TypedResults.Ok(found).ExecuteAsync(http).ConfigureAwait(false);
                return;
            }

            await ErrorReply.WriteAsync(
                http, 404, "invalid_request_error", "model_not_found", "model",
                $"The model '{id}' is neither a route nor a model of this gateway. GET /v1/models lists what there is.").ConfigureAwait(false);
        }).ExcludeFromDescription();
    }

    private static ModelList List(RuntimeSnapshot snapshot)
    {
        var models = new List<ModelEntry>();
        foreach (var route in snapshot.Routes)
        {
            models.Add(new ModelEntry(route.Name, "loadline"));
        }

        foreach (var candidate in snapshot.Candidates)
        {
            models.Add(new ModelEntry(candidate.Name, candidate.Deployments[0].Provider.Name));
        }

        return new ModelList(models);
    }
}
