using System.Globalization;
using Loadline.Core.Signals.Language;

namespace Loadline.Core.Signals;

/// <summary>The segments that a request falls into, as its text shows them: the same when certifying and while serving, and never a data set's own label.</summary>
/// <remarks>Each is its kind, a space, and which: <c>task math</c>.</remarks>
public static class RequestSegments
{
    // Bounds of estimated prompt tokens: each four times the one before.
    private static readonly int[] Lengths = [64, 256, 1024, 4096, 16384];

    private static readonly string[] LengthNames =
    [
        .. Lengths.Select(static (most, at) => string.Create(CultureInfo.InvariantCulture, $"{(at == 0 ? 0 : Lengths[at - 1])}-{most}")),
        string.Create(CultureInfo.InvariantCulture, $"{Lengths[^1]}-"),
    ];

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
        return [.. Of(signals), "length " + LengthOf(signals)];
    }

    /// <summary>The segment of one kind, without the kind's name; <see langword="null"/> where it cannot be told. Allocates nothing.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="signals">The request's.</param>
    /// <param name="tenant">The team of the caller's key; <see langword="null"/>: none.</param>
    public static string? Which(SegmentKind kind, RequestSignals signals, string? tenant)
    {
        ArgumentNullException.ThrowIfNull(signals);
        return kind switch
        {
            SegmentKind.Task => TaskKinds.ToName(signals.Task.Kind),
            SegmentKind.Domain => Domains.ToName(signals.Domain),
            SegmentKind.Language => signals.Language.Code == LanguageGuess.Undetermined ? null : signals.Language.Code,
            SegmentKind.Length => LengthOf(signals),
            _ => tenant,
        };
    }

    private static string LengthOf(RequestSignals signals)
    {
        var at = 0;
        while (at < Lengths.Length && signals.Tokens >= Lengths[at])
        {
            at++;
        }

        return LengthNames[at];
    }

    /// <summary>The kind of a segment: <c>task</c>.</summary>
    public static string KindOf(string segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return segment[..segment.IndexOf(' ', StringComparison.Ordinal)];
    }
}
