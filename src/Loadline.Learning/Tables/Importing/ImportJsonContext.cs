using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loadline.Learning.Tables.Importing;

[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
internal sealed partial class ImportJsonContext : JsonSerializerContext;
