using System.Collections.Concurrent;
using Loadline.Core.Runtime;

namespace Loadline.Gateway.Caching;

/// <summary>The caches of all routes that have one; kept over reloads while their settings stay.</summary>
internal sealed class AnswerCaches(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, AnswerCache> _caches = new(StringComparer.Ordinal);

    /// <summary>Gets a route's cache; <see langword="null"/>: it has none.</summary>
    public AnswerCache? For(RouteSnapshot route)
    {
        if (route.Cache is not { } config)
        {
            return null;
        }

        return _caches.TryGetValue(route.Name, out var cache) && cache.Config == config
            ? cache
            : _caches.AddOrUpdate(route.Name, _ => new AnswerCache(config, time), (_, old) => old.Config == config ? old : new AnswerCache(config, time));
    }
}
