using System.Collections.Concurrent;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;

namespace Loadline.Gateway.Simulation;

/// <summary>Makes simulated providers, with the outcome tables they replay.</summary>
internal sealed class SimulatedProviderFactory(TimeProvider time, Random random)
{
    private readonly ConcurrentDictionary<string, OutcomeTable> _tables = new(StringComparer.Ordinal);

    /// <summary>Gives a table a name that configs may write for <c>outcomes:</c>, instead of a file's path.</summary>
    public void Register(string name, OutcomeTable table) => _tables[name] = table;

    public HttpMessageHandler Create(ProviderConfig config)
    {
        var table = config.Outcomes is { } path ? _tables.GetOrAdd(path, OutcomeTable.Load) : null;
        return new SimulatedProviderHandler(table, time, random);
    }
}
