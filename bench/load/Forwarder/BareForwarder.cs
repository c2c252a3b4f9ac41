using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Forwarder;

/// <summary>Sends a request on as it is and the reply back as it comes, a flush per read.</summary>
internal sealed class BareForwarder(Uri upstream) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseDrainSize = 0,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(3),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
        ActivityHeadersPropagator = null,
        ConnectCallback = ConnectAsync,
    });

    public async Task ForwardAsync(HttpContext context)
    {
        // The whole body first, as any gateway must that may try again; a short one is not copied.
        var length = (int)(context.Request.ContentLength ?? 0);
        var read = await context.Request.BodyReader.ReadAtLeastAsync(length, context.RequestAborted);
        var body = read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray();
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(upstream, context.Request.Path.Value))
        {
            Content = new ReadOnlyMemoryContent(body),
        };
        CopyHeaders(context.Request.Headers, request);
        using var response = await _invoker.SendAsync(request, context.RequestAborted);
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);

        context.Response.StatusCode = (int)response.StatusCode;
        CopyHeaders(response.Headers, context.Response.Headers);
        CopyHeaders(response.Content.Headers, context.Response.Headers);
        await using var stream = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var output = context.Response.BodyWriter;
        while (await stream.ReadAsync(output.GetMemory(4096), context.RequestAborted) is var count and > 0)
        {
            output.Advance(count);
            await output.FlushAsync(context.RequestAborted);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static void CopyHeaders(IHeaderDictionary from, HttpRequestMessage to)
    {
        foreach (var (name, value) in from)
        {
            if (name is not ("Host" or "Connection" or "Transfer-Encoding") && !to.Headers.TryAddWithoutValidation(name, (string?)value))
            {
                to.Content!.Headers.TryAddWithoutValidation(name, (string?)value);
            }
        }
    }

    private static void CopyHeaders(HttpHeaders from, IHeaderDictionary to)
    {
        foreach (var header in from.NonValidated)
        {
            if (header.Key is not ("Transfer-Encoding" or "Connection"))
            {
                to[header.Key] = new StringValues(header.Value.ToString());
            }
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
