using System.Text.Json;
using Loadline.Core.Configuration;

namespace Loadline.Core.Watching;

/// <summary>How a route stands: what an operator set, where on its certificate's settings it serves, and what its watch has seen.</summary>
/// <remarks>Immutable; engines keep it as the text that <see cref="ToText"/> makes, beside name and version.</remarks>
public sealed record RouteStanding
{
    /// <summary>The position of the reference alone, one before the safest proven setting.</summary>
    public const int ReferenceStep = -1;

    /// <summary>Gets the route's name.</summary>
    public required string Route { get; init; }

    /// <summary>Gets the number of changes: one more with each.</summary>
    public long Version { get; init; }

    /// <summary>Gets the mode that an operator set; <see langword="null"/>: the config's own holds.</summary>
    public RouteMode? Mode { get; init; }

    /// <summary>Gets the share of requests in a canary, in (0,1), where an operator set one.</summary>
    public double CanaryShare { get; init; }

    /// <summary>Gets what the config said when the operator set a mode; once it says something else, the config holds again.</summary>
    public string? OverConfig { get; init; }

    /// <summary>Gets what the canary's requests are drawn with: another one with each canary.</summary>
    public int Salt { get; init; }

    /// <summary>Gets the certificate that the watch belongs to; empty before the first.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>Gets how many of the proven settings, from the dearest, the watch took away; 0: the certificate's own serves.</summary>
    public int StepsBack { get; init; }

    /// <summary>Gets the alarms of the route so far; the j-th may be false with probability δ/(j(j+1)).</summary>
    public int Alarms { get; init; }

    /// <summary>Gets the recoveries so far; the j-th may be wrong with probability δ/(j(j+1)).</summary>
    public int Recoveries { get; init; }

    /// <summary>Gets what was noticed and is told once; such as <see cref="RouteEventKinds.FellBack"/> and why.</summary>
    public IReadOnlyDictionary<string, string> Noticed { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets what the audits of the canary showed, of the last one after it; <see langword="null"/> before its first audit.</summary>
    public CanaryState? Canary { get; init; }

    /// <summary>Gets the canaries before it that had audits; the j-th may be proven wrongly with probability δ/(j(j+1)).</summary>
    public int Canaries { get; init; }

    /// <summary>Gets what the watch has seen since the last certificate or step.</summary>
    public RouteWatch Watch { get; init; } = new();

    /// <summary>The same, its canary forgotten but counted: what comes next is compared from the start.</summary>
    public RouteStanding WithoutCanary() => Canary is null ? this : this with { Canary = null, Canaries = Canaries + 1 };

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static RouteStanding Parse(string text) =>
        JsonSerializer.Deserialize(text, WatchJsonContext.Default.RouteStanding) ?? throw new JsonException("a standing is an object");

    /// <summary>Writes JSON.</summary>
    public string ToText() => JsonSerializer.Serialize(this, WatchJsonContext.Default.RouteStanding);
}
