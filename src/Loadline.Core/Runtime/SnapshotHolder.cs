using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Watching;

namespace Loadline.Core.Runtime;

/// <summary>Holds the snapshot that new requests read; replaced by one volatile write.</summary>
/// <remarks>Safe for any number of threads: reading takes no lock, replacing is one at a time.</remarks>
public sealed class SnapshotHolder(RuntimeSnapshot first)
{
    private readonly Lock _gate = new();
    private volatile RuntimeSnapshot _current = first;

    /// <summary>Gets the snapshot in force. A request reads it once and keeps what it read.</summary>
    public RuntimeSnapshot Current => _current;

    /// <summary>Puts a snapshot into force.</summary>
    /// <returns>The one it replaces.</returns>
    public RuntimeSnapshot Swap(RuntimeSnapshot next)
    {
        lock (_gate)
        {
            var old = _current;
            _current = next;
            return old;
        }
    }

    /// <summary>Builds the next snapshot of the same config for routes that stand otherwise, and puts it into force.</summary>
    /// <returns>The snapshot in force now.</returns>
    public RuntimeSnapshot Apply(RouteStandings standings)
    {
        lock (_gate)
        {
            var next = SnapshotBuilder.Build(_current.Config, _current, _current.Catalog, standings);
            _current = next;
            return next;
        }
    }

    /// <summary>Builds the next snapshot from a config and puts it into force; where building throws, the old one stays.</summary>
    /// <returns>The snapshot in force now.</returns>
    public RuntimeSnapshot Apply(LoadlineConfig config, IModelCatalog catalog)
    {
        lock (_gate)
        {
            var next = SnapshotBuilder.Build(config, _current, catalog);
            _current = next;
            return next;
        }
    }
}
