using System.Text.Json.Serialization;
using Loadline.Core.Watching;

namespace Loadline.Cli.Commands;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RouteEvent))]
internal sealed partial class RouteModeJsonContext : JsonSerializerContext;
