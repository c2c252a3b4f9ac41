using System.Net;
using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;

namespace Loadline.Cli.Serve;

/// <summary>Finds providers where no config names any: keys in the environment, local servers on their usual ports.</summary>
/// <remarks>Only local servers are called; a key is taken at its word until the first request.</remarks>
internal sealed class ProviderFinder(Func<string, string?> environment, IModelCatalog catalog, HttpMessageInvoker http)
{
    // Where no server is, the connection is refused at once; this is for whatever else holds the port, and for a machine that is busy.
    private static readonly TimeSpan LocalTimeout = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<FoundProvider>> FindAsync(CancellationToken cancellationToken)
    {
        var found = new List<FoundProvider>();
        foreach (var known in KnownProviders.All.Where(known => known.Url is not null))
        {
            if (known.IsLocal)
            {
                var address = LocalAddress.From(environment(known.AddressVariable!), known.Url!);
                if (await ModelsAsync(address, cancellationToken).ConfigureAwait(false) is { Count: > 0 } models)
                {
                    found.Add(new FoundProvider(Describe(known, address, null), models, $"answers at {address}"));
                }
            }
            else if (environment(known.KeyVariable!)?.Trim() is { Length: > 0 } key && Listed(known.Catalog!) is { Count: > 0 } listed)
            {
                found.Add(new FoundProvider(Describe(known, known.Url!, new Secret(key)), listed, known.KeyVariable!));
            }
        }

        return found;
    }

    private List<string> Listed(string provider) =>
        [.. catalog.Models.Where(model => model.Provider == provider && model.Price is not null).Select(model => model.Id)];

    private async Task<IReadOnlyList<string>> ModelsAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LocalTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address.AbsoluteUri.TrimEnd('/') + "/models");
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return [];
            }

            var body = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            using var json = JsonDocument.Parse(body);
            return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()).OfType<string>()];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Something else answers on that port, or nothing does.
            return [];
        }
    }

    private static ProviderConfig Describe(KnownProvider known, Uri address, Secret? key) => new()
    {
        Name = known.Name,
        Dialect = known.Dialect,
        Server = known.Server,
        Auth = ProviderAuths.Usual(known.Dialect, known.Server),
        Url = address,
        ApiKey = key,
        Residency = address.IsLoopback ? "on-premises" : null,
    };
}
