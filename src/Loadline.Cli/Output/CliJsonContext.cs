using System.Text.Json.Serialization;
using Loadline.Cli.Replay;
using Loadline.Core.Decisions;

namespace Loadline.Cli.Output;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(DecisionRecord))]
[JsonSerializable(typeof(ConfigCheckReport))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
