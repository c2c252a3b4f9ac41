namespace Loadline.Core.Signals.Shape;

/// <summary>What the scan does on a byte outside words.</summary>
internal enum ByteKind : byte
{
    Space,
    Letter,
    Digit,
    LineFeed,

    /// <summary>Ends a sentence: . ! ?</summary>
    Stop,

    /// <summary>Opens a clause: , ; :</summary>
    Pause,

    /// <summary>May be an operator or a piece of code.</summary>
    Symbol,

    /// <summary>First byte of a three-byte character of the punctuation and symbol blocks (E2) or of scripts without spaces.</summary>
    Wide,
}
