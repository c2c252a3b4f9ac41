using System.Text.Json.Serialization;

namespace Loadline.Learning.Grading;

[JsonSerializable(typeof(int))]
internal sealed partial class GradingJsonContext : JsonSerializerContext;
