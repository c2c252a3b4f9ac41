using System.Text.Json.Serialization;

namespace Loadline.Core.Runtime;

[JsonSerializable(typeof(string))]
internal sealed partial class RuntimeJsonContext : JsonSerializerContext;
