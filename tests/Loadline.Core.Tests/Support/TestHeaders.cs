using Loadline.Core.Facts;

namespace Loadline.Core.Tests.Support;

internal sealed class TestHeaders(params (string Name, string Value)[] headers) : IRequestHeaders
{
    public string? Find(string name) =>
        Array.Find(headers, header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
