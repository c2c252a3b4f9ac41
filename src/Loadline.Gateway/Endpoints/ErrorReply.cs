using System.Buffers;
using System.Globalization;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>Writes an error in the envelope that the caller's client understands.</summary>
internal static class ErrorReply
{
    /// <summary>The header that says where the documentation has more.</summary>
    public const string HelpHeader = "x-loadline-help";

    // Every code has its place there; a test holds that.
    private const string HelpPage = "docs/troubleshooting/caller-errors.md#";

    /// <summary>Writes an error of ours to whoever asked.</summary>
    public static ValueTask WriteAsync(HttpContext http, int status, string type, string? code, string? param, string message) =>
        WriteAsync(http, CallerDialect.Of(http.Request), status, type, code, param, message);

    /// <summary>Writes an error of ours in a dialect.</summary>
    public static ValueTask WriteAsync(
        HttpContext http, Dialect caller, int status, string type, string? code, string? param, string message)
    {
        if (code is not null)
        {
            http.Response.Headers[HelpHeader] = HelpPage + code;
        }

        var body = new ArrayBufferWriter<byte>(512);
        if (caller is Dialect.OpenAIChat or Dialect.OpenAIResponses)
        {
            OpenAIErrors.WriteEnvelope(body, message, type, param, code);
            return WriteAsync(http, status, body.WrittenMemory);
        }

        return WriteAsync(http, caller, OwnErrors.Create(status, type, code, param, message));
    }

    /// <summary>Writes an error that has its neutral form.</summary>
    public static ValueTask WriteAsync(HttpContext http, Dialect caller, ChatError error)
    {
        var body = new ArrayBufferWriter<byte>(512);
        if (int.TryParse(http.Response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            // Gemini's clients look for it in the body.
            error = error with { RetryAfter = TimeSpan.FromSeconds(seconds) };
        }

        DialectErrors.Write(caller, error, body, http.Response.Headers["x-loadline-decision"]);
        return WriteAsync(http, DialectErrors.Status(caller, error), body.WrittenMemory);
    }

    /// <summary>Writes a body that is in the caller's dialect already.</summary>
    public static async ValueTask WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json, http.RequestAborted).ConfigureAwait(false);
    }
}
