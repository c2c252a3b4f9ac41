using System.Collections.Concurrent;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>Addresses that name the model, made once for each model of the config.</summary>
/// <param name="make">Makes the address of an operation on a model, streamed or not.</param>
internal sealed class ModelAddresses(Func<UpstreamOperation, string, bool, Uri?> make)
{
    private readonly ConcurrentDictionary<(UpstreamOperation Operation, string Model, bool Stream), Uri?> _known = [];

    public Uri? Find(UpstreamOperation operation, string model, bool stream) =>
        _known.GetOrAdd((operation, model, stream), static (key, make) => make(key.Operation, key.Model, key.Stream), make);
}
