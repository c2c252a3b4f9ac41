namespace Loadline.Core.Configuration.Reading;

/// <summary>Guesses which known name a misspelt one was meant to be.</summary>
internal static class Suggest
{
    // Longer words are nobody's slip; the distance is quadratic in them.
    private const int LongestWord = 64;

    /// <summary>Says what to write: the nearest known name, or all of them.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What is known here.</param>
    /// <param name="otherwise">What to say where nothing is known at all.</param>
    public static string From(string word, IReadOnlyCollection<string> known, string otherwise = "Take it out.") =>
        Nearest(word, known) is { } near ? "Did you mean `" + near + "`?"
        : known.Count == 0 ? otherwise
        : "Known here: " + string.Join(", ", known) + ".";

    /// <summary>Finds the known name that is at most a third of its letters away.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in known.Where(_ => word.Length <= LongestWord))
        {
            var distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < bestDistance && distance <= Math.Max(1, candidate.Length / 3))
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    // Edits to get from one word to the other: insert, delete, change, or swap two neighbours (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Step(rows, a, b, i, j);
            }
        }

        return rows[a.Length, b.Length];
    }

    private static int Step(int[,] rows, string a, string b, int i, int j)
    {
        var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return isSwap ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }
}
