using Loadline.Gateway.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Access;

/// <summary>Lets only those in whom an endpoint's level allows.</summary>
internal static class AccessFilter
{
    /// <summary>The key that was brought, for handlers that look closer; absent where none was.</summary>
    public const string KeyItem = "loadline.key";

    /// <summary>States an endpoint's level and keeps it.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="level">Who may use it.</param>
    /// <param name="isFilter">Whether it is kept here; else the endpoint does so itself, because it has its own way to say no.</param>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, AccessLevel level, bool isFilter = true)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(level);
        if (isFilter && level != AccessLevel.Public)
        {
            builder.AddEndpointFilter((context, next) => CheckAsync(level, context, next));
        }

        return builder;
    }

    /// <summary>Makes sure that every endpoint states who may use it.</summary>
    /// <exception cref="InvalidOperationException">One does not.</exception>
    public static void CheckAll(IEndpointRouteBuilder app)
    {
        foreach (var endpoint in app.DataSources.SelectMany(source => source.Endpoints))
        {
            if (!endpoint.Metadata.OfType<AccessLevel>().Any())
            {
                throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} does not state who may use it.");
            }
        }
    }

    private static async ValueTask<object?> CheckAsync(AccessLevel level, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var result = http.RequestServices.GetRequiredService<AccessControl>().Check(http.Request, level);
        if (result.IsAllowed)
        {
            http.Items[KeyItem] = result.Key;
            return await next(context).ConfigureAwait(false);
        }

        var (code, message) = AccessControl.Explain(result, level);
        await ErrorReply.WriteAsync(http, result.Status, AccessControl.Kind(result), code, null, message).ConfigureAwait(false);
        return Results.Empty;
    }
}
