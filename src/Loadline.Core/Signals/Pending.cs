// Stand-ins until the analyzers' branches are merged; deleted by that merge.
namespace Loadline.Core.Signals;

[Flags]
public enum PiiKinds
{
    None = 0,
    Email = 1,
    Phone = 2,
    Card = 4,
    Iban = 8,
    Ip = 16,
    Url = 32,
    Ssn = 64,
    Date = 128,
}

internal static class PiiDetector
{
    public static PiiKinds Find(ReadOnlySpan<byte> utf8) => PiiKinds.None;
}
