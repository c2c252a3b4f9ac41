using System.Text.Json;
using Loadline.Learning.Bandits;

namespace Loadline.Learning.Reports;

/// <summary>A bandit's replay as JSON.</summary>
public static class BanditJson
{
    /// <summary>The report as indented JSON, names in camel case.</summary>
    public static string Write(BanditReport report) => JsonSerializer.Serialize(report, LearningJsonContext.Default.BanditReport);
}
