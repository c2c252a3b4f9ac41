namespace Loadline.Gateway.Forwarding;

/// <summary>What came of reading a body into memory.</summary>
internal enum BodyRead : byte
{
    Whole,

    /// <summary>It is larger than one body may be.</summary>
    TooLarge,

    /// <summary>All bodies together would be larger than memory allows.</summary>
    NoRoom,
}
