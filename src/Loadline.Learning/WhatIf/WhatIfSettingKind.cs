namespace Loadline.Learning.WhatIf;

/// <summary>What a setting is beside the others.</summary>
public enum WhatIfSettingKind
{
    /// <summary>The route as it is configured.</summary>
    AsConfigured,

    /// <summary>The route with its knob elsewhere.</summary>
    Knob,

    /// <summary>One candidate for everything: what routing has to beat.</summary>
    Alone,
}
