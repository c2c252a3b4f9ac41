using Loadline.Gateway.Hosting;

namespace Loadline.Gateway.Tests.Hosting;

public sealed class OpenFilesTests
{
    [Theory]
    [InlineData("Max open files            1024                 4096                 files     \n", 384)]
    [InlineData("Limit\nMax processes  7  7 processes\nMax open files            512                  512                  files     \n", 128)]
    [InlineData("Max open files            100                  100                  files     \n", 16)]
    [InlineData("Max open files            1048576              1048576              files     \n", 20_000)]
    [InlineData("Max open files            unlimited            unlimited            files     \n", 20_000)]
    [InlineData("", 20_000)]
    public void Callers_LimitOfOpenFiles_IsSharedWithUpstreams(string limits, int callers) => Assert.Equal(callers, OpenFiles.CallersOf(limits));
}
