namespace Loadline.Wire.Conversion;

/// <summary>What a <see cref="MediaPart"/> holds.</summary>
public enum MediaKind : byte
{
    /// <summary>A picture.</summary>
    Image,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>A file to be read, such as a PDF.</summary>
    Document,
}
