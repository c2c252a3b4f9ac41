using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Loadline.Core.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Auditing;

/// <summary>Posts events of routes and budgets to the address that the config names, in order, three times where it fails; nothing waits for it.</summary>
internal sealed partial class EventWebhook(SnapshotHolder snapshots, TimeProvider time, ILogger<EventWebhook> logger) : BackgroundService
{
    private const int Most = 256;
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Redirects are not followed: the config alone says where events go.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private readonly Channel<Event> _events = Channel.CreateBounded<Event>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Posts an event as JSON, soon; nothing happens where the config names no address.</summary>
    public void Send<T>(string kind, T one, JsonTypeInfo<T> type)
    {
        if (snapshots.Current.Config.Server.Webhook is not null)
        {
            _events.Writer.TryWrite(new Event(kind, JsonSerializer.SerializeToUtf8Bytes(one, type)));
        }
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var one in _events.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await SendAsync(one, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is no error.
        }
    }

    private async ValueTask SendAsync(Event one, CancellationToken stoppingToken)
    {
        var problem = "";
        for (var i = 0; i < Tries && snapshots.Current.Config.Server.Webhook is { } address; i++)
        {
            if (i > 0)
            {
                await Task.Delay(Pause * i, time, stoppingToken).ConfigureAwait(false);
            }

            problem = await TryAsync(address, one, stoppingToken).ConfigureAwait(false);
            if (problem.Length == 0)
            {
                return;
            }
        }

        Failed(logger, one.Kind, problem);
    }

    private async ValueTask<string> TryAsync(Uri address, Event one, CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(one.Json),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? "" : $"status {(int)response.StatusCode}";
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !stoppingToken.IsCancellationRequested))
        {
            return error.Message;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event {Kind} could not be posted to the webhook: {Reason}")]
    private static partial void Failed(ILogger logger, string kind, string reason);

    private readonly record struct Event(string Kind, byte[] Json);
}
