using System.Text.Json.Serialization;

namespace Loadline.Core.Outcomes;

[JsonSerializable(typeof(OutcomeRow))]
internal sealed partial class OutcomesJsonContext : JsonSerializerContext;
