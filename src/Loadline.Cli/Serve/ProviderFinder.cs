using System.Net;
using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;

namespace Loadline.Cli.Serve;

/// <summary>Finds providers where no config names any: keys in the environment, local servers on their usual ports.</summary>
internal sealed class ProviderFinder(Func<string, string?> environment, IModelCatalog catalog, HttpMessageInvoker http)
{
    // A local server answers at once or is not there.
    private static readonly TimeSpan LocalTimeout = TimeSpan.FromMilliseconds(500);

    public async Task<IReadOnlyList<FoundProvider>> FindAsync(CancellationToken cancellationToken)
    {
        var found = new List<FoundProvider>();
        foreach (var known in ProviderDefaults.All)
        {
            if (known.KeyVariable is { } variable)
            {
                if (environment(variable) is { Length: > 0 } key)
                {
                    found.Add(new FoundProvider(Describe(known, new Secret(key)), CatalogModels(known.Name), variable));
                }
            }
            else if (await LocalModelsAsync(known, cancellationToken).ConfigureAwait(false) is { Count: > 0 } models)
            {
                found.Add(new FoundProvider(Describe(known, null), models, $"answers at {known.Url}"));
            }
        }

        return found;
    }

    private List<string> CatalogModels(string provider) =>
        [.. catalog.Models.Where(model => model.Provider == provider && model.Price is not null).Select(model => model.Id)];

    private async Task<IReadOnlyList<string>> LocalModelsAsync(ProviderDefault known, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LocalTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, known.Url.AbsoluteUri.TrimEnd('/') + "/models");
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return [];
            }

            var body = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            using var json = JsonDocument.Parse(body);
            return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException or JsonException
            or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    private static ProviderConfig Describe(ProviderDefault known, Secret? key) => new()
    {
        Name = known.Name,
        Dialect = known.Dialect,
        Url = known.Url,
        ApiKey = key,
        Residency = known.KeyVariable is null ? "on-premises" : null,
    };
}
