using System.Text.Json.Serialization;
using Loadline.Learning.Bandits;
using Loadline.Learning.Certification;
using Loadline.Learning.Design;
using Loadline.Learning.Evaluation;
using Loadline.Learning.Gating;
using Loadline.Learning.WhatIf;

namespace Loadline.Learning.Reports;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvalReport))]
[JsonSerializable(typeof(CertifyReport))]
[JsonSerializable(typeof(WhatIfReport))]
[JsonSerializable(typeof(DesignReport))]
[JsonSerializable(typeof(GateReport))]
[JsonSerializable(typeof(BanditReport))]
internal sealed partial class LearningJsonContext : JsonSerializerContext;
