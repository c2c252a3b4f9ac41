namespace Loadline.Gateway.Endpoints;

/// <summary>Words for judgements, and the quality each stands for.</summary>
internal static class FeedbackLabels
{
    private static readonly (string Name, double Quality)[] All =
        [("good", 1), ("bad", 0), ("neutral", 0.5), ("up", 1), ("down", 0), ("accepted", 1), ("rejected", 0)];

    public static IEnumerable<string> Names => All.Select(label => label.Name);

    /// <summary>Reads a label in any case; <see langword="null"/> where it is none.</summary>
    public static double? Quality(string label)
    {
        foreach (var (name, quality) in All)
        {
            if (name.Equals(label.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return quality;
            }
        }

        return null;
    }
}
