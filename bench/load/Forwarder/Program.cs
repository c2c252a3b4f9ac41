// The bare forwarder that Loadline is measured against: Kestrel in, SocketsHttpHandler out, nothing looked at.
// BENCH_PORT: port on 127.0.0.1. BENCH_UPSTREAM: such as http://127.0.0.1:9000.
using System.Globalization;
using System.Net;
using Forwarder;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

var port = int.Parse(Environment.GetEnvironmentVariable("BENCH_PORT") ?? "0", CultureInfo.InvariantCulture);
var upstream = Environment.GetEnvironmentVariable("BENCH_UPSTREAM");
if (port == 0 || upstream is null)
{
    await Console.Error.WriteLineAsync("Set BENCH_PORT and BENCH_UPSTREAM.");
    return 2;
}

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.Logging.ClearProviders();
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, port);
});
builder.Services.Configure<SocketTransportOptions>(transport =>
{
    transport.UnsafePreferInlineScheduling = true;
    transport.NoDelay = true;
});
await using var app = builder.Build();
using var forwarder = new BareForwarder(new Uri(upstream));
app.Run(forwarder.ForwardAsync);
await app.RunAsync();
return 0;
