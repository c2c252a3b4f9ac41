namespace Loadline.Core.Signals.Pii;

/// <summary>Finds which kinds of personal data a text holds.</summary>
/// <remarks>
/// The whole text is scanned, however long, in one forward pass: no regular expressions, every look around a candidate is bounded,
/// so time is linear. No allocation; invalid UTF-8 is passed over. Measured against labelled text by <c>PiiRecallTests</c>.
/// </remarks>
public static class PiiDetector
{
    /// <summary>Finds all kinds.</summary>
    public static PiiKinds Find(ReadOnlySpan<byte> utf8) => Find(utf8, PiiKinds.All);

    /// <summary>Finds the kinds asked for, and stops as soon as all of them were seen.</summary>
    public static PiiKinds Find(ReadOnlySpan<byte> utf8, PiiKinds wanted)
    {
        var scanner = new PiiScanner(utf8);
        var found = PiiKinds.None;
        while ((found & wanted) != wanted && scanner.Next(out var match))
        {
            found |= match.Kind;
        }

        return found & wanted;
    }
}
