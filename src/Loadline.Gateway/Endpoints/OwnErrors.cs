using Loadline.Core.Plans;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Endpoints;

/// <summary>Errors of Loadline's own making in the form between the dialects.</summary>
internal static class OwnErrors
{
    /// <param name="status">The HTTP status.</param>
    /// <param name="type">OpenAI's type.</param>
    /// <param name="code">Our code; an error's name where an upstream was at fault.</param>
    /// <param name="param">The member at fault.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public static ChatError Create(int status, string type, string? code, string? param, string message) =>
        new(Kind(status, code), status, message) { Type = type, Code = code, Param = param };

    /// <summary>What OpenAI's dialects are told in our own words, whatever its kind: their envelope has room for them.</summary>
    public static ChatError Create(Dialect caller, int status, string type, string code, string message) =>
        new(caller is Dialect.OpenAIChat or Dialect.OpenAIResponses ? ErrorKind.Other : Kind(status, code), status, message) { Type = type, Code = code };

    private static ErrorKind Kind(int status, string? code) =>
        code == RoutingErrors.Name(RoutingError.UpstreamContextOverflow) ? ErrorKind.ContextOverflow
        : code == RoutingErrors.Name(RoutingError.UpstreamContentFiltered) ? ErrorKind.ContentFilter
        : status switch
        {
            401 => ErrorKind.Authentication,
            402 => ErrorKind.Quota,
            403 => ErrorKind.Permission,
            404 => ErrorKind.NotFound,
            408 or 504 => ErrorKind.Timeout,
            413 => ErrorKind.TooLarge,
            429 => ErrorKind.RateLimit,
            503 => ErrorKind.Overloaded,
            >= 500 => ErrorKind.Server,
            _ => ErrorKind.InvalidRequest,
        };
}
