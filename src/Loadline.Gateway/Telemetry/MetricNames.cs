namespace Loadline.Gateway.Telemetry;

/// <summary>The names of our instruments, in the tree that they form; <c>docs/metrics.md</c> lists them all.</summary>
internal static class MetricNames
{
    /// <summary>OpenTelemetry's conventions for generative AI, as a client of the upstream.</summary>
    internal static class GenAI
    {
        public const string OperationDuration = "gen_ai.client.operation.duration";
        public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";
        public const string TokenUsage = "gen_ai.client.token.usage";
    }

    /// <summary>What only a router has.</summary>
    internal static class Loadline
    {
        public const string Requests = "loadline.requests";
        public const string RequestsActive = "loadline.requests.active";
        public const string Decisions = "loadline.decisions";
        public const string DecisionDuration = "loadline.decision.duration";
        public const string Attempts = "loadline.attempts";
        public const string Failovers = "loadline.failovers";
        public const string Cost = "loadline.cost";
        public const string ReferenceCost = "loadline.reference_cost";
        public const string Overhead = "loadline.overhead";
        public const string DeploymentState = "loadline.deployment.state";
        public const string Repeated = "loadline.requests.repeated";
        public const string PossibleDuplicateCost = "loadline.duplicate_cost.possible";
        public const string CacheLookups = "loadline.cache.lookups";
        public const string ConversionLosses = "loadline.conversion.losses";
        public const string Embeddings = "loadline.embeddings";
        public const string ConfigGeneration = "loadline.config.generation";
        public const string LedgerWritten = "loadline.ledger.written";
        public const string LedgerQueued = "loadline.ledger.queued";
        public const string LedgerDropped = "loadline.ledger.dropped";
        public const string ThreadPoolDelay = "loadline.threadpool.delay";
        public const string BufferedBytes = "loadline.buffered";
        public const string CredentialSwitches = "loadline.credential.switches";
        public const string Degraded = "loadline.requests.degraded";
        public const string Audits = "loadline.audits";
        public const string AuditCost = "loadline.audit.cost";
        public const string RouteEvents = "loadline.route.events";
        public const string RouteKept = "loadline.route.kept";
        public const string RouteLost = "loadline.route.lost";
        public const string RouteShare = "loadline.route.share";
        public const string RouteNetSavings = "loadline.route.net_savings";
        public const string RouteEvidence = "loadline.route.evidence";
        public const string ConfigReloadFailures = "loadline.config.reload.failures";
    }

    /// <summary>The labels.</summary>
    internal static class Label
    {
        public const string Route = "route";
        public const string Model = "model";
        public const string Outcome = "outcome";
        public const string Rule = "rule";
        public const string Reason = "reason";
        public const string Deployment = "deployment";
        public const string Operation = "gen_ai.operation.name";
        public const string Provider = "gen_ai.provider.name";
        public const string RequestModel = "gen_ai.request.model";
        public const string TokenType = "gen_ai.token.type";
        public const string ErrorType = "error.type";
        public const string Dialect = "dialect";
        public const string Kind = "kind";
        public const string Bound = "bound";
        public const string ConfigProvider = "provider";
    }
}
