using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>Says what is wrong where a parameter could not be read; the framework alone would answer an empty 400.</summary>
internal sealed class BadQueryFilter : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context).ConfigureAwait(false);
        var http = context.HttpContext;
        if (http.Response.StatusCode != StatusCodes.Status400BadRequest || http.Response.HasStarted)
        {
            return result;
        }

        await ErrorReply.WriteAsync(
            http, StatusCodes.Status400BadRequest, "invalid_request_error", "invalid_parameter", null,
            "A parameter of the address has a value that cannot be read. GET /loadline/openapi.json lists the parameters and their types.")
            .ConfigureAwait(false);
        return Results.Empty;
    }
}
