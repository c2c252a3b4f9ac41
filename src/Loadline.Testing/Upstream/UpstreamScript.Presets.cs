using System.Globalization;
using System.Text;

namespace Loadline.Testing;

/// <content>Ready-made scripts.</content>
public sealed partial record UpstreamScript
{
    /// <summary>A good reply with this text.</summary>
    public static UpstreamScript Reply(string text) => new() { Text = text };

    /// <summary>An error in OpenAI's envelope.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The envelope's <c>code</c>.</param>
    /// <param name="message">The envelope's <c>message</c>.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> header as sent: seconds, a date, or rubbish; null sends none.</param>
    public static UpstreamScript Error(int status, string code = "scripted_error", string message = "Scripted error.", string? retryAfter = null)
        => new()
        {
            Status = status,
            IsError = true,
            Headers = retryAfter is null ? [] : [new("Retry-After", retryAfter)],
            Body = Encoding.UTF8.GetBytes(OpenAIJson.Error(code, message)),
        };

    /// <summary>This body with this status, as it is.</summary>
    public static UpstreamScript Raw(int status, string body, string contentType = "application/json")
        => new() { Status = status, Body = Encoding.UTF8.GetBytes(body), Headers = [new("Content-Type", contentType)] };

    /// <summary>A redirect, which a gateway must not follow: it would carry keys and prompts elsewhere.</summary>
    public static UpstreamScript Redirect(string location, int status = 307)
        => new() { Status = status, Headers = [new("Location", location)], Body = ReadOnlyMemory<byte>.Empty };

    /// <summary>A good reply that sets a cookie.</summary>
    public static UpstreamScript WithCookie(string cookie) => new() { Headers = [new("Set-Cookie", cookie)] };

    /// <summary>The request is read and never answered.</summary>
    public static UpstreamScript Hang() => new() { Fault = UpstreamFault.BeforeHeaders(FaultKind.Hang) };

    /// <summary>Status 200 and headers, then silence.</summary>
    public static UpstreamScript HeadersThenSilence() => new() { Fault = UpstreamFault.AfterHeaders(FaultKind.Hang) };

    /// <summary>A plain reply that is no JSON, and a stream whose only event is no JSON.</summary>
    public static UpstreamScript Malformed()
        => new()
        {
            Body = Encoding.UTF8.GetBytes("{\"id\":\"chatcmpl-1\",\"choices\":[{\"message\":{\"content\":\"never closed"),
            Events = [Encoding.UTF8.GetBytes("data: {\"id\":\"chatcmpl-1\",\"choices\":[{\n\n"), Encoding.UTF8.GetBytes("data: [DONE]\n\n")],
        };

    /// <summary>A stream whose first token is so many characters long; a plain reply likewise.</summary>
    public static UpstreamScript Giant(int characters) => new() { Text = new string('x', characters) };

    /// <summary>An error inside a stream that began well, after so many tokens.</summary>
    public static UpstreamScript ErrorMidStream(int tokens, string message = "Scripted error.")
    {
        var events = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < tokens; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $" t{i}");
            events.Add(OpenAIJson.Event(OpenAIJson.Chunk("scripted", OpenAIJson.TextDelta(text), finishReason: null), "\n"));
        }

        events.Add(OpenAIJson.Event(OpenAIJson.Error("server_error", message), "\n"));
        return new() { Events = events };
    }
}
