using System.Text.Json.Serialization;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Limits;

namespace Loadline.Storage.Postgres;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SignalsRecord))]
[JsonSerializable(typeof(KeyScope))]
[JsonSerializable(typeof(TokenUsage))]
[JsonSerializable(typeof(IReadOnlyList<CandidateRecord>))]
[JsonSerializable(typeof(IReadOnlyList<UsageLimit>))]
[JsonSerializable(typeof(IReadOnlyList<ConversionNote>))]
internal sealed partial class PostgresJsonContext : JsonSerializerContext;
