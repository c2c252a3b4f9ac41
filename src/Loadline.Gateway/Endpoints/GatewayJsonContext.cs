using System.Text.Json.Serialization;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Watching;
using Loadline.Gateway.Access;

namespace Loadline.Gateway.Endpoints;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(KeyDraft))]
[JsonSerializable(typeof(NewKeyReport))]
[JsonSerializable(typeof(KeyReport))]
[JsonSerializable(typeof(BudgetEvent))]
[JsonSerializable(typeof(BudgetList))]
[JsonSerializable(typeof(DecisionRecord))]
[JsonSerializable(typeof(DecisionList))]
[JsonSerializable(typeof(StatsReport))]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelEntry))]
[JsonSerializable(typeof(AnthropicModelList))]
[JsonSerializable(typeof(AnthropicModel))]
[JsonSerializable(typeof(GeminiModelList))]
[JsonSerializable(typeof(GeminiModel))]
[JsonSerializable(typeof(ProviderList))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(FeedbackReply))]
[JsonSerializable(typeof(RouteEvent))]
[JsonSerializable(typeof(RouteEventList))]
[JsonSerializable(typeof(RouteReport))]
[JsonSerializable(typeof(RouteList))]
[JsonSerializable(typeof(RouteModeRequest))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(LabelRequest))]
internal sealed partial class GatewayJsonContext : JsonSerializerContext;
