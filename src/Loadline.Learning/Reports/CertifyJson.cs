using System.Text.Json;
using Loadline.Learning.Certification;

namespace Loadline.Learning.Reports;

/// <summary>A certification as JSON.</summary>
public static class CertifyJson
{
    /// <summary>The report as indented JSON, names in camel case.</summary>
    public static string Write(CertifyReport report) => JsonSerializer.Serialize(report, LearningJsonContext.Default.CertifyReport);
}
