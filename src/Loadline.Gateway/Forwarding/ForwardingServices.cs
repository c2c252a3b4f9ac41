using Loadline.Core.Ledger;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Caching;
using Loadline.Gateway.Decisions;
using Loadline.Gateway.External;
using Loadline.Gateway.Limits;
using Loadline.Gateway.Repeats;
using Loadline.Gateway.Telemetry;
using Loadline.Gateway.Upstreams;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Forwarding;

/// <summary>What every exchange needs and none owns.</summary>
internal sealed record ForwardingServices(
    SnapshotHolder Snapshots,
    UpstreamPool Upstreams,
    PlanExecutor Executor,
    AdmissionGate Admission,
    BufferBudget Buffers,
    UsageControl Usage,
    AnswerCaches Caches,
    SharedAnswerCache SharedAnswers,
    DecisionSink Decisions,
    LedgerWriter Ledger,
    RequestMemory Memory,
    RouterModel RouterModel,
    AuditQueue Audits,
    CheckAsker CheckAsker,
    EmbeddingModel EmbeddingModel,
    RepeatStore Repeats,
    GatewayMetrics Metrics,
    GatewayTraces Traces,
    TimeProvider Time,
    Func<Random> NewRandom,
    ILogger<Exchange> Logger);
