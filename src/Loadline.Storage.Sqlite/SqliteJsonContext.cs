using System.Text.Json.Serialization;
using Loadline.Core.Decisions;

namespace Loadline.Storage.Sqlite;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SignalsRecord))]
[JsonSerializable(typeof(IReadOnlyList<ConversionNote>))]
internal sealed partial class SqliteJsonContext : JsonSerializerContext;
