namespace Loadline.Wire.Conversion;

/// <summary>What kind of tool a request offers.</summary>
public enum ToolKind : byte
{
    /// <summary>JSON arguments, run by the caller.</summary>
    Function,

    /// <summary>Free text by a grammar, run by the caller.</summary>
    Custom,

    /// <summary>Run by the provider, or known only to it.</summary>
    Hosted,
}
