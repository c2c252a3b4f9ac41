namespace Loadline.Core.Facts;

/// <summary>The names of <see cref="RequestPriority"/> as configs and headers write them.</summary>
internal static class RequestPriorities
{
    private static readonly string[] NamesByPriority = ["interactive", "batch", "critical"];

    /// <summary>Every name, in the order of <see cref="RequestPriority"/>.</summary>
    public static IReadOnlyList<string> Names => NamesByPriority;

    public static string ToName(RequestPriority priority) => NamesByPriority[(int)priority];

    /// <summary>Reads a name in any case, without allocating.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out RequestPriority priority)
    {
        for (var i = 0; i < NamesByPriority.Length; i++)
        {
            if (name.Equals(NamesByPriority[i], StringComparison.OrdinalIgnoreCase))
            {
                priority = (RequestPriority)i;
                return true;
            }
        }

        priority = default;
        return false;
    }
}
