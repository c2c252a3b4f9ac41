using System.Buffers;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>Writes an error in the envelope that OpenAI's clients understand.</summary>
internal static class ErrorReply
{
    public static async ValueTask WriteAsync(HttpContext http, int status, string type, string? code, string? param, string message)
    {
        var body = new ArrayBufferWriter<byte>(512);
        OpenAIErrors.WriteEnvelope(body, message, type, param, code);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }
}
