using Loadline.Cli.Serve;

namespace Loadline.Cli.Tests.Serve;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData(null, "http://127.0.0.1:11434/v1")]
    [InlineData(" ", "http://127.0.0.1:11434/v1")]
    [InlineData("127.0.0.1:9000", "http://127.0.0.1:9000/v1")]
    [InlineData(":9000", "http://127.0.0.1:9000/v1")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/v1")]
    [InlineData("0.0.0.0:9000", "http://127.0.0.1:9000/v1")]
    [InlineData("gpu.lan", "http://gpu.lan:11434/v1")]
    [InlineData("http://gpu.lan:9000/", "http://gpu.lan:9000/v1")]
    [InlineData("https://gpu.lan/models/v1", "https://gpu.lan/models/v1")]
    [InlineData("ftp://gpu.lan", "http://127.0.0.1:11434/v1")]
    public void From_EachFormThatOllamaTakes_GivesTheBaseAddress(string? value, string expected)
        => Assert.Equal(new Uri(expected), LocalAddress.From(value, new Uri("http://127.0.0.1:11434/v1")));
}
