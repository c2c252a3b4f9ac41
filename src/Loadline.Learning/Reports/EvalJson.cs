using System.Text.Json;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Reports;

/// <summary>An evaluation as JSON.</summary>
public static class EvalJson
{
    /// <summary>The report as indented JSON, names in camel case.</summary>
    public static string Write(EvalReport report) => JsonSerializer.Serialize(report, LearningJsonContext.Default.EvalReport);
}
