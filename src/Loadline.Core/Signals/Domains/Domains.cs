namespace Loadline.Core.Signals;

/// <summary>The names of <see cref="Domain"/> as configs, headers and records write them.</summary>
public static class Domains
{
    private static readonly string[] NamesByDomain =
    [
        "general", "law", "medicine", "finance", "business", "science", "engineering", "software", "mathematics", "history",
        "philosophy", "psychology", "education", "support", "marketing", "travel", "entertainment", "politics", "food",
    ];

    /// <summary>Every name, in the order of <see cref="Domain"/>.</summary>
    public static IReadOnlyList<string> Names => NamesByDomain;

    /// <summary>The name in lower case.</summary>
    public static string ToName(Domain domain) => NamesByDomain[(int)domain];

    /// <summary>Reads a name in any case, without allocating.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out Domain domain)
    {
        for (var i = 0; i < NamesByDomain.Length; i++)
        {
            if (name.Equals(NamesByDomain[i], StringComparison.OrdinalIgnoreCase))
            {
                domain = (Domain)i;
                return true;
            }
        }

        domain = default;
        return false;
    }
}
