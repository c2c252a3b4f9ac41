using Loadline.Gateway.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Access;

/// <summary>Lets only those in whom an endpoint's level allows.</summary>
internal static class AccessFilter
{
    /// <summary>The key that was brought, for handlers that look closer; absent where none was.</summary>
    public const string KeyItem = "loadline.key";

    /// <summary>States an endpoint's level and keeps it.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, AccessLevel level)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(level);
        if (level != AccessLevel.Public)
        {
            builder.AddEndpointFilter((context, next) => CheckAsync(level, context, next));
        }

        return builder;
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
        await ErrorReply.WriteAsync(http, result.Status, result.Status == 401 ? "authentication_error" : "permission_error", code, null, message).ConfigureAwait(false);
        return Results.Empty;
    }
}
