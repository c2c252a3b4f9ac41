using System.Collections.Concurrent;

namespace Loadline.Core.Policies;

/// <summary>What policies learned while serving, by where they stand; handed from one config's snapshot to the next.</summary>
public sealed class PolicyStates
{
    private readonly ConcurrentDictionary<string, object> _byKey = new(StringComparer.Ordinal);

    /// <summary>Finds the state under a key, or makes it; one of another type is replaced.</summary>
    public T Get<T>(string key, Func<T> make)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(make);
        if (_byKey.TryGetValue(key, out var known) && known is T state)
        {
            return state;
        }

        state = make();
        _byKey[key] = state;
        return state;
    }

    /// <summary>Lists the states of one type with their keys.</summary>
    public IEnumerable<KeyValuePair<string, T>> All<T>()
        where T : class => _byKey.Where(pair => pair.Value is T).Select(pair => KeyValuePair.Create(pair.Key, (T)pair.Value));
}
