using System.Text.Json;
using Loadline.Learning.Design;

namespace Loadline.Learning.Reports;

/// <summary>A design as JSON.</summary>
public static class DesignJson
{
    /// <summary>The report as indented JSON, names in camel case.</summary>
    public static string Write(DesignReport report) => JsonSerializer.Serialize(report, LearningJsonContext.Default.DesignReport);
}
