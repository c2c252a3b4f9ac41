using Loadline.Dashboard.Hosting;
using Loadline.Dashboard.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Dashboard.Tests.Pages;

public sealed class LiveTests
{
    [Fact]
    public async Task Stream_AfterARequest_SaysThatSomethingChanged()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        using var http = new HttpClient { BaseAddress = world.Address };
        using var reply = await http.GetAsync(new Uri("/loadline/dashboard/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await reply.Content.ReadAsStreamAsync());
        Assert.Equal(": open", await reader.ReadLineAsync());
        await world.WorkAsync(1);
        var lines = new List<string?>();
        while (!lines.Contains("event: change"))
        {
            lines.Add(await reader.ReadLineAsync());
            Assert.NotNull(lines[^1]);
        }

        Assert.Equal("data: 1", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Streams_ThatAreClosed_AreForgottenAndThereIsABound()
    {
        await using var world = await DashboardWorld.StartAsync(isOpen: true);
        var live = world.Services.GetRequiredService<LiveEndpoint>();
        using var http = new HttpClient { BaseAddress = world.Address };
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < LiveEndpoint.Most; i++)
        {
            open.Add(await http.GetAsync(new Uri("/loadline/dashboard/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead));
        }

        Assert.Equal(LiveEndpoint.Most, live.Open);
        using (var late = await http.GetAsync(new Uri("/loadline/dashboard/live", UriKind.Relative)))
        {
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, late.StatusCode);
        }

        open.ForEach(one => one.Dispose());
        await Eventually.TrueAsync(() => live.Open == 0, "closed streams are forgotten");
    }
}
