using System.Text.Json.Serialization;

namespace Loadline.Cli.Commands;

[JsonSerializable(typeof(string))]
internal sealed partial class LabelsJsonContext : JsonSerializerContext;
