using System.Text.Json.Serialization;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Reports;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(EvalReport))]
internal sealed partial class LearningJsonContext : JsonSerializerContext;
