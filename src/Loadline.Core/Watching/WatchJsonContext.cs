using System.Text.Json.Serialization;
using Loadline.Core.Ledger;

namespace Loadline.Core.Watching;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuditDetails))]
[JsonSerializable(typeof(RouteStanding))]
internal sealed partial class WatchJsonContext : JsonSerializerContext;
