using System.Text.Json;
using Loadline.Learning.Gating;

namespace Loadline.Learning.Reports;

/// <summary>What the gate found, as JSON.</summary>
public static class GateJson
{
    /// <summary>The report as indented JSON, names in camel case.</summary>
    public static string Write(GateReport report) => JsonSerializer.Serialize(report, LearningJsonContext.Default.GateReport);
}
