namespace Loadline.Wire.Conversion;

/// <summary>What a <see cref="MediaPart"/> holds.</summary>
public enum MediaKind : byte
{
    Image,
    Audio,
    Document,
}
