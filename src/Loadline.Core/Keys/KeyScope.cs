namespace Loadline.Core.Keys;

/// <summary>What a key may be used for; an empty list allows all.</summary>
public sealed record KeyScope
{
    /// <summary>Gets what allows everything.</summary>
    public static KeyScope All { get; } = new();

    /// <summary>Gets the routes, and models by name, that may be asked for.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Gets the models that may serve, whatever was asked for.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Gets where data must stay, as in a provider's <c>residency</c>; <see langword="null"/>: anywhere.</summary>
    public string? Residency { get; init; }

    /// <summary>Gets the most a request may be expected to cost, in USD; <see langword="null"/>: no limit.</summary>
    public double? MaxCostUsd { get; init; }

    /// <summary>Gets a value indicating whether stored prompts and answers may be read with it.</summary>
    public bool MaySeePrompts { get; init; }

    /// <summary>Tells whether a route, or a model asked for by name, is allowed.</summary>
    public bool AllowsRoute(string name) => Contains(Routes, name);

    /// <summary>Tells whether a model may serve.</summary>
    public bool AllowsModel(string name) => Contains(Models, name);

    // By index: this is asked once a candidate and request.
    private static bool Contains(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return names.Count == 0;
    }
}
