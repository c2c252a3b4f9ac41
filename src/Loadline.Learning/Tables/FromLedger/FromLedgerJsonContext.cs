using System.Text.Json.Serialization;

namespace Loadline.Learning.Tables.FromLedger;

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double))]
internal sealed partial class FromLedgerJsonContext : JsonSerializerContext;
