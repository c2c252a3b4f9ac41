namespace Loadline.Wire.Conversion;

/// <summary>What a tool is called at the caller.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="Namespace">The namespace it lives in; <see langword="null"/>: none.</param>
/// <param name="IsCustom">Whether it takes free text.</param>
public readonly record struct ToolOrigin(string Name, string? Namespace, bool IsCustom);
