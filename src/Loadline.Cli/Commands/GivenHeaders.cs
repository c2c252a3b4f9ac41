using Loadline.Core.Facts;

namespace Loadline.Cli.Commands;

/// <summary>Request headers given on the command line as <c>name: value</c>.</summary>
internal sealed class GivenHeaders : IRequestHeaders
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="UserError">One is not of that form.</exception>
    public GivenHeaders(IEnumerable<string> headers)
    {
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                throw new UserError($"'{header}' is no header. Write it as 'name: value'.");
            }

            _headers[header[..colon].Trim()] = header[(colon + 1)..].Trim();
        }
    }

    /// <inheritdoc/>
    public string? Find(string name) => _headers.GetValueOrDefault(name);
}
