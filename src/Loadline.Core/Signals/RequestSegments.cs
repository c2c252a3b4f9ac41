using System.Globalization;
using Loadline.Core.Signals.Language;

namespace Loadline.Core.Signals;

/// <summary>The segments that a request falls into, as its text shows them: the same when certifying and while serving, and never a data set's own label.</summary>
/// <remarks>Each is its kind, a space, and which: <c>task math</c>.</remarks>
public static class RequestSegments
{
    // Bounds of estimated prompt tokens: each four times the one before.
    private static readonly int[] Lengths = [64, 256, 1024, 4096, 16384];

    /// <summary>Task, domain, and language where it can be told.</summary>
    public static IReadOnlyList<string> Of(RequestSignals signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        var found = new List<string>(3) { "task " + TaskKinds.ToName(signals.Task.Kind), "domain " + Domains.ToName(signals.Domain) };
        if (signals.Language.Code != LanguageGuess.Undetermined)
        {
            found.Add("language " + signals.Language.Code);
        }

        return found;
    }

    /// <summary>As <see cref="Of"/>, and how long the prompt is: <c>length 64-256</c>, in tokens.</summary>
    public static IReadOnlyList<string> WithLength(RequestSignals signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        var at = Array.FindIndex(Lengths, most => signals.Tokens < most);
        var length = at < 0 ? string.Create(CultureInfo.InvariantCulture, $"{Lengths[^1]}-")
            : string.Create(CultureInfo.InvariantCulture, $"{(at == 0 ? 0 : Lengths[at - 1])}-{Lengths[at]}");
        return [.. Of(signals), "length " + length];
    }

    /// <summary>The kind of a segment: <c>task</c>.</summary>
    public static string KindOf(string segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return segment[..segment.IndexOf(' ', StringComparison.Ordinal)];
    }
}
