using Loadline.Core.Facts;
using Loadline.Gateway.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <summary>The caller's headers as rules read them.</summary>
internal sealed class CallerHeaders : IRequestHeaders
{
    private const string GoogleKey = "x-goog-api-key";

    private HttpRequest? _request;

    public void Attach(HttpRequest? request) => _request = request;

    /// <inheritdoc/>
    public string? Find(string name) =>
        _request is null ? null
        : _request.Headers.TryGetValue(name, out var values) ? values.ToString()
        : _request.QueryString.HasValue && name.Equals(GoogleKey, StringComparison.OrdinalIgnoreCase) ? KeyInQuery(_request)
        : null;

    // The same key in another place: the caller is the same.
    private static string? KeyInQuery(HttpRequest request) =>
        request.Query.TryGetValue(CallerDialect.KeyQuery, out var key) && key.Count > 0 ? key.ToString() : null;
}
