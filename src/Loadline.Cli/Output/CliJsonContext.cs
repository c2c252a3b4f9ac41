using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loadline.Cli.Catalogs;
using Loadline.Cli.Import;
using Loadline.Cli.Replay;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;

namespace Loadline.Cli.Output;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(KeyReport[]))]
[JsonSerializable(typeof(NewKeyReport))]
[JsonSerializable(typeof(DecisionRecord))]
[JsonSerializable(typeof(ConfigCheckReport))]
[JsonSerializable(typeof(ImportResult))]
[JsonSerializable(typeof(ListedModel[]))]
internal sealed partial class CliJsonContext : JsonSerializerContext
{
    /// <summary>Gets the context for output that people read as well: letters and quotes as they are.</summary>
    // Made when asked for: the generated half of this class initialises its statics in an order of its own.
    public static CliJsonContext Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
