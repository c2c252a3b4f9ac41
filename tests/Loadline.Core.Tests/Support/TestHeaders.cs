using Loadline.Core.Facts;

namespace Loadline.Core.Tests.Support;

internal sealed class TestHeaders(params (string Name, string Value)[] headers) : IRequestHeaders
{
    // A plain loop: allocation tests count what this would allocate, too.
    public string? Find(string name)
    {
        foreach (var header in headers)
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }
}
