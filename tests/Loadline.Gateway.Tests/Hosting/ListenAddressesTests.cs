using Loadline.Gateway.Hosting;

namespace Loadline.Gateway.Tests.Hosting;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://0.0.0.0:80")]
    [InlineData("http://*:80")]
    [InlineData("http://+:80")]
    [InlineData("http://[::]:80")]
    [InlineData("http://192.168.1.10:80")]
    [InlineData("http://example.com:80")]
    [InlineData("http://localhost.example.com:80")]
    [InlineData("http://any@127.0.0.1:80")]
    [InlineData("http://localhost@0.0.0.0:80")]
    [InlineData("http://127.0.0.1.:80")]
    [InlineData("http://１２７.0.0.1:80")]
    [InlineData("http://unix:/tmp/socket")]
    [InlineData("http://127.0.0.1:80@0.0.0.0:81")]
    [InlineData("http://127.0.0.1%2e:80")]
    [InlineData("https://127.0.0.1:80")]
    [InlineData("ftp://127.0.0.1:80")]
    [InlineData("127.0.0.1:80")]
    [InlineData("")]
    public void Check_NotOnlyThisMachine_IsRefused(string url)
    {
        var error = Assert.Throws<InvalidOperationException>(() => ListenAddresses.Check(["http://127.0.0.1:1", url], requiresKeys: false));
        Assert.Contains("http://127.0.0.1:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4242")]
    [InlineData("http://127.5.5.5:0")]
    [InlineData("http://localhost:4242")]
    [InlineData("http://LOCALHOST:4242/")]
    [InlineData("http://[::1]:0")]
    public void Check_ThisMachineOnly_IsTaken(string url) => ListenAddresses.Check([url], requiresKeys: false);

    [Fact]
    public void Check_CallersMustBringKeys_AnyAddressIsTaken() => ListenAddresses.Check(["http://0.0.0.0:4242"], requiresKeys: true);
}
