using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>A provider that speaks nothing but HTTP/2, from the first byte, and does what a test says with each of its streams.</summary>
internal sealed class Http2Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;
    private int _connections;

    private Http2Upstream(WebApplication app) => _app = app;

    /// <summary>Gets or sets what is done with a stream, by its number from 1; a good answer unless set.</summary>
    public Func<HttpContext, int, Task> Serve { get; set; } = static (http, _) => AnswerAsync(http);

    public Uri BaseUrl => new(_app.Urls.First() + "/v1");

    public int Requests => Volatile.Read(ref _requests);

    public int Connections => Volatile.Read(ref _connections);

    public static async Task<Http2Upstream> StartAsync(Action<Http2Limits>? limits = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        Http2Upstream? made = null;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            limits?.Invoke(kestrel.Limits.Http2);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(next => connection =>
                {
                    Interlocked.Increment(ref made!._connections);
                    return next(connection);
                });
            });
        });
        var app = builder.Build();
        made = new Http2Upstream(app);
        app.Run(http => made.Serve(http, Interlocked.Increment(ref made._requests)));
        await app.StartAsync();
        return made;
    }

    /// <summary>Answers well: the body is read, a stream or a whole reply sent.</summary>
    /// <param name="http">The stream.</param>
    /// <param name="inTheMiddle">What happens after the first event of a stream.</param>
    public static async Task AnswerAsync(HttpContext http, Func<Task>? inTheMiddle = null)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (!Encoding.UTF8.GetString(body.ToArray()).Contains("\"stream\":true", StringComparison.Ordinal))
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(
                """{"choices":[{"index":0,"message":{"role":"assistant","content":"From two."},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""");
            return;
        }

        http.Response.ContentType = "text/event-stream";
        await SendAsync(http, """{"choices":[{"index":0,"delta":{"content":"From "},"finish_reason":null}]}""");
        await (inTheMiddle?.Invoke() ?? Task.CompletedTask);
        await SendAsync(http, """{"choices":[{"index":0,"delta":{"content":"two."},"finish_reason":"stop"}]}""");
        await SendAsync(http, """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""");
        await SendAsync(http, "[DONE]");
    }

    /// <summary>Ends a stream with RST_STREAM and nobody else's.</summary>
    public static void Reset(HttpContext http, int code) => http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(code);

    /// <summary>Says GOAWAY: what runs may end, nothing new is taken on this connection.</summary>
    public static void GoAway(HttpContext http) => http.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static async Task SendAsync(HttpContext http, string data)
    {
        await http.Response.WriteAsync("data: " + data + "\n\n");
        await http.Response.Body.FlushAsync();
    }
}
