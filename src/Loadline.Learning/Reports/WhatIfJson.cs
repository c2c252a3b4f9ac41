using System.Text.Json;
using Loadline.Learning.WhatIf;

namespace Loadline.Learning.Reports;

/// <summary>A what-if as JSON.</summary>
public static class WhatIfJson
{
    /// <summary>The report as indented JSON, names in camel case.</summary>
    public static string Write(WhatIfReport report) => JsonSerializer.Serialize(report, LearningJsonContext.Default.WhatIfReport);
}
