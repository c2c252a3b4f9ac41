namespace Loadline.Wire.Conversion;

/// <summary>How free the model is to call tools.</summary>
public enum ToolChoiceMode : byte
{
    /// <summary>The caller did not say.</summary>
    Unset,

    /// <summary>The model decides.</summary>
    Auto,

    /// <summary>No tool may be called.</summary>
    None,

    /// <summary>Some tool must be called.</summary>
    Required,

    /// <summary>The named tool must be called.</summary>
    Named,
}
