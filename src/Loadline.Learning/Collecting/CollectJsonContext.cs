using System.Text.Json.Serialization;

namespace Loadline.Learning.Collecting;

[JsonSerializable(typeof(string))]
internal sealed partial class CollectJsonContext : JsonSerializerContext;
