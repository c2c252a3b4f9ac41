using System.Text.Json.Serialization;
using Loadline.Core.Ledger;

namespace Loadline.Cli.Ledger;

// One line a row: no indenting.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(IReadOnlyList<LedgerTotals>))]
internal sealed partial class LedgerJsonContext : JsonSerializerContext;
