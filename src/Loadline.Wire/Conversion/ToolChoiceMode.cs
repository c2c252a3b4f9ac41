namespace Loadline.Wire.Conversion;

/// <summary>How free the model is to call tools.</summary>
public enum ToolChoiceMode : byte
{
    /// <summary>The caller did not say.</summary>
    Unset,
    Auto,
    None,

    /// <summary>Some tool must be called.</summary>
    Required,

    /// <summary>The named tool must be called.</summary>
    Named,
}
