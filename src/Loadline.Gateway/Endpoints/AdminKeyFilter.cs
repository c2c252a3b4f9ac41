using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Configuration;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>Lets only holders of the admin key see Loadline's own surface, where one is configured.</summary>
internal sealed class AdminKeyFilter(Secret? key) : IEndpointFilter
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _expected = key is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key.Reveal()));

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (_expected is null || IsHolder(context.HttpContext.Request.Headers.Authorization.ToString()))
        {
            return await next(context).ConfigureAwait(false);
        }

        await ErrorReply.WriteAsync(
            context.HttpContext, 401, "invalid_request_error", "invalid_admin_key", null,
            "This needs the gateway's admin key: send it as 'Authorization: Bearer KEY' (server.admin_key).").ConfigureAwait(false);
        return Results.Empty;
    }

    // Hashes have one length, so neither length nor content shows in the time a comparison takes.
    private bool IsHolder(string authorization) => authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..])), _expected);
}
