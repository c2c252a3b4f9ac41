using System.Text.Json.Serialization;
using Loadline.Core.Decisions;

namespace Loadline.Testing.Ledger;

[JsonSerializable(typeof(DecisionRecord))]
internal sealed partial class LedgerKitJson : JsonSerializerContext;
