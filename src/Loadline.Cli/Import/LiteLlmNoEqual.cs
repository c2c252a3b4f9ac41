namespace Loadline.Cli.Import;

/// <summary>What stands in for settings that have no equal.</summary>
internal static class LiteLlmNoEqual
{
    private const string Retries = "retries are bounded by a budget over all requests, and by at most 3 attempts of one; not set by hand";
    private const string Breaker = "a breaker benches what fails, and probes it until it comes back; `breaker: off` at a provider turns it off";
    private const string Telemetry = "telemetry leaves by OpenTelemetry (`telemetry.otlp`) and Prometheus";
    private const string Redis = "no Redis: replicas share what they must through PostgreSQL (`storage.ledger`)";
    private const string Keys = "what a key may do is said when it is made: `loadline keys create` with --route, --model, --limit, --expires-in";
    private const string Budgets = "one budget over everything has no equal; routes and models take `usage: { budget: … }`, keys `--limit budget=…`";
    private const string Health = "no calls are made to test providers: the breaker learns from real ones, `GET /loadline/providers` tells";
    private const string Database = "keys and decisions are kept where `storage.ledger` says";
    private const string Tags = "a rule over `header` or `metadata` picks models by what callers say";
    private const string Default = "callers' requests are passed on as they are; no defaults are put in for what they leave out";

    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["num_retries"] = Retries,
        ["max_retries"] = Retries,
        ["retry_policy"] = Retries,
        ["model_group_retry_policy"] = Retries,
        ["retry_after"] = "waits follow the provider's own Retry-After, else a drawn backoff",
        ["allowed_fails"] = Breaker,
        ["allowed_fails_policy"] = Breaker,
        ["cooldown_time"] = Breaker,
        ["disable_cooldowns"] = Breaker,
        ["enable_pre_call_checks"] = "always on: a candidate whose window is too small is never called",
        ["optional_pre_call_checks"] = "windows are always checked; `usage` at models limits rates, `balance: cache-affine` and `sessions` keep prompt caches warm",
        ["routing_strategy_args"] = "`balance` has no settings of its own",
        ["enable_tag_filtering"] = Tags,
        ["tag_filtering_match_any"] = Tags,
        ["tags"] = Tags,
        ["drop_params"] = "always on: what a provider does not take is left out, and the decision's `losses` say so",
        ["modify_params"] = "always on where a provider asks for it; the decision's `losses` say what was changed",
        ["set_verbose"] = "logs are the host's; `loadline explain ID` tells of one request",
        ["callbacks"] = Telemetry,
        ["success_callback"] = Telemetry,
        ["failure_callback"] = Telemetry,
        ["service_callbacks"] = Telemetry,
        ["callback_settings"] = Telemetry,
        ["turn_off_message_logging"] = "prompts and answers are kept nowhere unless `storage.content` is on",
        ["redact_user_api_key_info"] = "of keys, the ledger and the metrics have names and hashes only",
        ["redis_host"] = Redis,
        ["redis_port"] = Redis,
        ["redis_password"] = Redis,
        ["redis_url"] = Redis,
        ["max_budget"] = Budgets,
        ["budget_duration"] = Budgets,
        ["provider_budget_config"] = "no budget of a provider; its models take `usage: { budget: … }`",
        ["max_internal_user_budget"] = Budgets,
        ["internal_user_budget_duration"] = Budgets,
        ["max_end_user_budget"] = Budgets,
        ["default_internal_user_params"] = Keys,
        ["default_key_generate_params"] = Keys,
        ["upperbound_key_generate_params"] = Keys,
        ["key_generation_settings"] = Keys,
        ["default_team_settings"] = "teams are written in the config, with their `usage`",
        ["default_team_params"] = "teams are written in the config, with their `usage`",
        ["max_parallel_requests"] = "write `usage: { concurrency: … }` at models or routes, or `--limit concurrency=…` at keys",
        ["database_url"] = Database,
        ["database_connection_pool_limit"] = Database,
        ["database_connection_timeout"] = Database,
        ["allow_requests_on_db_unavailable"] = "where the ledger cannot be read, a gateway goes on with the keys that it read last",
        ["store_model_in_db"] = "the config file is the only place for models; it is followed while the process runs",
        ["disable_spend_logs"] = "`storage.ledger: memory` keeps nothing on disk; budgets then begin anew with each start",
        ["alerting"] = "alerts are made from the metrics; budgets post theirs to `server.webhook`",
        ["alerting_threshold"] = "alerts are made from the metrics",
        ["background_health_checks"] = Health,
        ["health_check_interval"] = Health,
        ["completion_model"] = "a request without a model is refused; callers write `auto` or a model",
        ["infer_model_from_keys"] = "models are listed, one by one",
        ["pass_through_endpoints"] = "only the dialects are served, no other addresses of providers",
        ["custom_auth"] = "callers bring keys of Loadline's; other ways of logging in stand before it, in a proxy",
        ["enable_jwt_auth"] = "callers bring keys of Loadline's; other ways of logging in stand before it, in a proxy",
        ["enforce_user_param"] = "a rule cannot refuse; keys tell callers apart",
        ["guardrails"] = "no guardrails; rules over `pii` send personal data to models of one residency",
        ["mcp_servers"] = "no MCP: tools are the callers'",
        ["mcp_aliases"] = "no MCP: tools are the callers'",
        ["order"] = "deployments of one model are alike; put the ones to come later into a model of their own, named in `fallbacks.any`",
        ["temperature"] = Default,
        ["top_p"] = Default,
        ["max_tokens"] = Default,
        ["stop"] = Default,
        ["seed"] = Default,
        ["mock_response"] = "a provider of the dialect `simulated` plays one",
        ["base_model"] = "prices and windows are found by the model's name; where it says nothing, write `price` and `context` at the model",
        ["vertex_credentials"] = "a bearer token is sent; keep a fresh one where `api_key: { file: PATH }` says",
    };

    /// <summary>Says what stands in; by the last part of a path such as <c>router_settings.retry_after</c>.</summary>
    public static string Find(string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        return path.Contains("cache_params", StringComparison.Ordinal) ? "answers are kept in the gateway's memory, or with `shared: on` in PostgreSQL"
            : name.StartsWith("supports_", StringComparison.Ordinal) ? "what a model can do comes from the catalogue, and else is written `can: [tools, images]` at the model"
            : ByName.GetValueOrDefault(name, "no equal here; left out");
    }
}
