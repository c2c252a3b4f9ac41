using Loadline.Core.Facts;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <summary>The caller's headers as rules read them.</summary>
internal sealed class CallerHeaders : IRequestHeaders
{
    private IHeaderDictionary? _headers;

    public void Attach(IHeaderDictionary? headers) => _headers = headers;

    /// <inheritdoc/>
    public string? Find(string name) => _headers is not null && _headers.TryGetValue(name, out var values) ? values.ToString() : null;
}
