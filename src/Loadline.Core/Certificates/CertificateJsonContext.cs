using System.Text.Json.Serialization;

namespace Loadline.Core.Certificates;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CertificateContent))]
internal sealed partial class CertificateJsonContext : JsonSerializerContext;
