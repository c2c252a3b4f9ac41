using System.Text.Json.Serialization;
using Loadline.Learning.Certification;
using Loadline.Learning.Evaluation;
using Loadline.Learning.WhatIf;

namespace Loadline.Learning.Reports;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvalReport))]
[JsonSerializable(typeof(CertifyReport))]
[JsonSerializable(typeof(WhatIfReport))]
internal sealed partial class LearningJsonContext : JsonSerializerContext;
