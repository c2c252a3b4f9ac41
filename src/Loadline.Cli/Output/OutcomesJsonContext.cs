using System.Text.Json.Serialization;
using Loadline.Learning.Collecting;
using Loadline.Learning.Grading;
using Loadline.Learning.Tables;
using Loadline.Learning.Tables.FromLedger;

namespace Loadline.Cli.Output;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TableDescription))]
[JsonSerializable(typeof(SplitReport))]
[JsonSerializable(typeof(DedupeReport))]
[JsonSerializable(typeof(GradeReport))]
[JsonSerializable(typeof(CollectReport))]
[JsonSerializable(typeof(LedgerTableReport))]
internal sealed partial class OutcomesJsonContext : JsonSerializerContext;
