using Loadline.Core.Configuration;

namespace Loadline.Learning.WhatIf;

/// <summary>One way a route could be set.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What it is beside the others.</param>
/// <param name="Config">The config that has the route so set, and no other route.</param>
public sealed record WhatIfSetting(string Name, WhatIfSettingKind Kind, LoadlineConfig Config);
