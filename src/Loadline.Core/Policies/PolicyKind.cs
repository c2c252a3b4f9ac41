using System.Text.Json;
using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>A kind of policy as configs write it: how it is read, checked and described.</summary>
internal abstract class PolicyKind
{
    /// <summary>Gets the config name.</summary>
    public abstract string Name { get; }

    /// <summary>Gets an example of the whole, in flow form.</summary>
    public abstract string Example { get; }

    /// <summary>Gets a value indicating whether the name alone is enough.</summary>
    public abstract bool NeedsNothing { get; }

    /// <summary>Reads the policy's keys, <c>kind</c> among them.</summary>
    public abstract bool TryRead(ReadScope scope, ConfigNode mapping, out PolicyDraft policy);

    /// <summary>Writes the members of its JSON Schema.</summary>
    public abstract void Describe(Utf8JsonWriter json);
}
