using System.Net;
using Loadline.Core.Routing;
using Loadline.Gateway.Hosting;
using Loadline.Gateway.Tests.Kit;
using Loadline.Gateway.Upstreams;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Upstreams;

/// <summary>Where connections may go, however an address is written, and whatever a name means by the time it is connected to: row 63 of docs/security.md.</summary>
public sealed class AddressGuardTests
{
    /// <summary>Hosts as a config's URL may have them, and whether a model may be there.</summary>
    public static TheoryData<string, bool> Hosts { get; } = new()
    {
        // Metadata services and their other notations.
        { "169.254.169.254", false }, { "2852039166", false }, { "0xA9FEA9FE", false }, { "0xa9.0xfe.0xa9.0xfe", false }, { "0251.0376.0251.0376", false }, { "169.254.43518", false },
        { "169.16689662", false }, { "[::ffff:169.254.169.254]", false }, { "[::ffff:a9fe:a9fe]", false }, { "[0:0:0:0:0:ffff:a9fe:a9fe]", false }, { "[::169.254.169.254]", false },
        { "[64:ff9b::169.254.169.254]", false }, { "[64:ff9b::a9fe:a9fe]", false }, { "[2002:a9fe:a9fe::1]", false }, { "169.254.170.2", false }, { "169.254.0.1", false },
        { "168.63.129.16", false }, { "100.100.100.200", false }, { "192.0.0.192", false }, { "[fd00:ec2::254]", false }, { "[fd20:ce::254]", false }, { "[::ffff:100.100.100.200]", false },
        { "[64:ff9b::a83f:8110]", false }, { "[64:ff9b:1::169.254.169.254]", false }, { "[64:ff9b:1:ffff::a9fe:a9fe]", false }, { "[64:ff9b:1:a9fe:a9:fe00::]", false },
        { "[64:ff9b:1:a9:fe:a9fe::]", false }, { "[64:ff9b:1:0:a9:fea9:fe00:0]", false }, { "[2001:0:4136:e378:8000:63bf:5601:5601]", false }, { "[2001::1]", false },

        // Link-local, unspecified, multicast, reserved.
        { "[fe80::1]", false }, { "[fe80::1%252]", false }, { "[febf::1]", false }, { "0.0.0.0", false }, { "0", false }, { "0x0", false }, { "0.1.2.3", false }, { "[::]", false },
        { "[::ffff:0.0.0.0]", false }, { "224.0.0.1", false }, { "239.255.255.250", false }, { "[ff02::1]", false }, { "[ff0e::1]", false }, { "255.255.255.255", false }, { "240.0.0.1", false },
        { "4294967295", false }, { "[::ffff:224.0.0.1]", false }, { "[2002:e000:1::]", false }, { "[100::1]", false },

        // Where people run models.
        { "127.0.0.1", true }, { "127.1", true }, { "2130706433", true }, { "0x7f000001", true }, { "[::1]", true }, { "[::ffff:127.0.0.1]", true }, { "10.0.0.8", true }, { "172.16.5.4", true },
        { "192.168.1.20", true }, { "100.64.0.9", true }, { "[fd12:3456::1]", true }, { "[fd00:ec2::253]", true }, { "[64:ff9b::10.0.0.8]", true }, { "[64:ff9b:1::10.0.0.8]", true }, { "[64:ff9b:1:101:1:100::]", true },

        // Where providers are.
        { "1.1.1.1", true }, { "104.18.6.192", true }, { "169.253.255.255", true }, { "169.255.0.1", true }, { "168.63.129.17", true }, { "223.255.255.255", true }, { "[2606:4700::6812:6c0]", true }, { "[2001:4860:4802:32::a]", true },
        { "[2002:101:101::1]", true }, { "[::ffff:1.1.1.1]", true },
    };

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Allows_EveryNotation_IsTakenForTheAddressItIs(string host, bool allowed)
    {
        var url = new Uri("http://" + host + "/v1");
        Assert.True(IPAddress.TryParse(url.IdnHost, out var address), url.IdnHost);
        Assert.Equal(allowed, AddressGuard.Allows(address));
    }

    // The address is looked at when connecting: what the name meant before counts for nothing.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_NameThatTurnsToAMetadataService_IsNotConnectedTo(bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        var asked = 0;
        Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult<IPAddress[]>(Interlocked.Increment(ref asked) == 1 ? [IPAddress.Loopback] : [IPAddress.Parse("169.254.169.254"), IPAddress.Parse("fe80::1")]);
        var url = new Uri($"http://models.test:{upstream.Port}/v1");
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(url), options: options => options with { Resolve = ResolveAsync });
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Status);
        upstream.CloseIdleConnections();
        await upstream.WaitForAsync(static one => one.LiveConnections == 0);
        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        Assert.InRange(answer.Status, 500, 599);
        Assert.Single(upstream.Requests);
        Assert.True(asked > 1);
    }

    [Fact]
    public async Task Ask_NameWithOneGoodAddress_GoesThere()
    {
        await using var upstream = FakeUpstream.Start();
        var url = new Uri($"http://models.test:{upstream.Port}/v1");
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(url), options: options => options with
        {
            Resolve = static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254"), IPAddress.Loopback]),
        });
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false, "m"))).Status);
    }
}
