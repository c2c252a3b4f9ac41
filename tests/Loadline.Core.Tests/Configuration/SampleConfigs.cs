using Loadline.Core.Tests.Predictors;

namespace Loadline.Core.Tests.Configuration;

/// <summary>Whole configs.</summary>
internal static class SampleConfigs
{
    /// <summary>Uses every key that the format has.</summary>
    public const string Everything = """
        version: 1
        providers:
          openai: { api_key: ${OPENAI_API_KEY}, breaker: off, http: 2, probe: 30s }
          local: { dialect: openai-chat, url: "${LOCAL_URL:-http://127.0.0.1:11434/v1}", residency: on-premises }
          fake: { dialect: simulated, outcomes: outcomes.jsonl }
          pooled: { url: "http://h.test/v1", api_keys: [a, { file: "${SECRET}" }], rotate: failover }
          cloud: { server: azure, url: "https://acme.openai.azure.com", api_key: k, auth: api-key, api_version: 2024-10-21 }
          filed: { url: "http://h.test/v1", api_key: { file: "${SECRET}" } }
          signed: { dialect: bedrock, region: us-east-1, access_key_id: { file: "${SECRET}" }, secret_access_key: { file: "${SECRET}" }, session_token: { file: "${SECRET}" } }
          aws: { region: us-east-1, access_key_id: a, secret_access_key: b, session_token: c }
        models:
          small:
            price: { input: 0.05, output: 0.10, cached_input: 0.01, cache_write: 0.07 }
            context: 32k
            max_output: 4k
            can: [tools, schema]
            balance: p2c
            usage: { requests: 500/minute, tokens: 1m/minute, cost: 5/hour, concurrency: 50, budget: 100/day }
            deployments:
              - { provider: local, name: "qwen3:8b", weight: 3 }
              - { provider: openai, name: gpt-5-nano }
          large: { provider: openai, name: gpt-5 }
          large-thinking: { use: large, effort: high }
          toy:
            provider: fake
            name: toy
            simulate: { time_to_first_token: 200ms, tokens_per_second: 80, failure_rate: 2%, speed: 10 }
        routes:
          auto:
            pool: [small, large, large-thinking]
            reference: large
            mode: enforce
            quality: uncertified
            rules:
              - { name: private, when: { pii: [ssn, iban, card] }, pool: [small], residency: on-premises }
              - { name: long, when: { tokens: "> 30k" }, use: large }
              - { name: background, when: { header: { x-claude-code-request-class: auxiliary } }, use: small }
              - { name: proofs, when: { all: [ { task: math }, { complexity: ">= 0.6" } ] }, use: large-thinking }
              - name: everything
                when:
                  any:
                    - { not: { turns: 1..3 } }
                    - { code: true, math: "> 0.2", tools: true, images: false, audio: 0 }
                    - { domain: [law, medicine], language: de, priority: [batch, critical], model: auto }
                    - { schema: true, keywords: [refund, "credit card", Überweisung], regex: '(?i)\bprove\b' }
                    - { metadata: { team: [research, "42"], tier: "*" } }
                policy: { kind: weighted, weights: { small: 90, large: 10 } }
              - { name: guess, when: { turns: "> 60" }, pool: [small, large], policy: { kind: predictive, artifact: "${ARTIFACT}", keep: 0.9, costs: trained } }
              - { name: trade, when: { turns: "> 70" }, pool: [small, large], policy: { kind: predictive, artifact: "${ARTIFACT}", lambda: 2, warm_cache: 5m, embeddings: { model: toy, timeout: 50ms, cache: 2k, daily_usd: 1 } } }
              - { name: cheap, when: { priority: batch }, policy: cheapest }
              - { name: always-small, when: { turns: "> 50" }, policy: { kind: fixed, use: small } }
              - { name: banded, when: { priority: critical }, policy: { kind: tiered, tiers: [ { below: 0.5, use: small }, { use: large } ] } }
            policy: { kind: tiered, tiers: [ { below: 0.3, use: small }, { below: 0.7, use: large }, { use: large-thinking } ] }
            plan: single
            limits: { max_ttft: 2s, max_cost_usd: 0.05 }
            timeouts: { connect: 3s, first_token: 20s, between_tokens: 10s, whole: 2m, total: 5m }
            fallbacks: { any: [toy], context: [large], content: [], quota: [small], refusal: [large] }
            hedge: { quantile: 0.9, min_delay: 10ms, max_delay: 5s, max_share: 5%, to: candidates }
            on_reference_down: refuse
            on_all_down: refuse
            features: off
            usage: { requests: [1k/minute, 50k/day], tokens: 2m/minute, cost: 10/hour, concurrency: 200, budget: [20/day, 500/month] }
            over_budget: [small, toy]
            cache: { exact: 10m, max: 64mb, shared: off, wording: on, semantic: { threshold: 0.95, keep: 5m, entries: 500, embeddings: { model: toy, timeout: 50ms, cache: 2k, daily_usd: 1 } } }
          stepped:
            pool: [small, large]
            reference: large
            plan:
              kind: cascade
              steps: [small, large]
              accept: { kind: all, of: [ { kind: stop }, { kind: logprob, mean: -0.4, early: 16 }, { kind: refusal } ] }
              max_cost_usd: 0.05
              next: { artifact: "${ARTIFACT}", lambda: 0.1 }
              keep_alive: 5s
          raced:
            pool: [small, large, toy]
            reference: large
            plan: { kind: parallel, take: race, candidates: [small, large], check: { kind: length, min_chars: 2 }, most: 2, deadline: 20s, keep_alive: 5s }
          toys: { pool: [toy] }
          always: { pool: [small, large], reference: large, mode: canary 10%, quality: { keep: 0.95, lose: 5%, confidence: 0.95, segments: tenant, certificate: none.json }, audit: { rate: 2%, all: 0.2%, labels: 1%, strata: [{ when: { any: [{ all: [{ tokens: 1..9 }, { not: { turns: 1..3 } }] }, { pii: iban, header: { x-team: gold }, task: math, complexity: "> 0.6", request_class: main, agent: Explore }, { code: true, math: true, tools: true, images: false, audio: 0, domain: law, language: de, priority: batch, model: auto }, { schema: true, keywords: refund, regex: prove, metadata: { team: research } }] }, rate: 10% }], judge_error: 5%, judge: large-thinking, rubric: strict, daily_usd: 5 }, policy: { kind: fixed, use: large } }
          checked: { pool: [small, large], reference: large, audit: { grader: short }, policy: { kind: fixed, use: large } }
          learned: { pool: [small, large], reference: large, policy: { kind: predictive, artifact: "${ARTIFACT}", keep: 97%, costs: trained } }
          traded: { pool: [small, large], reference: large, policy: { kind: predictive, artifact: "${ARTIFACT}", lambda: 0.5, warm_cache: 5m, embeddings: { model: large, timeout: 50ms, cache: 2k, daily_usd: 1 } } }
          quick: { pool: [small, large], reference: large, policy: { kind: fastest, measure: total, statistic: p90, forget: 5m, slack: 5%, explore: 1% } }
          idle: { pool: [small, large], reference: large, policy: { kind: least-busy, slots: { small: 8 } }, sessions: { margin: 20%, upward: hold, cache: 5m, turns: 2, idle: 30m, effort_first: true, most: 1024 } }
          even: { pool: [small, large], reference: large, policy: { kind: balanced, weights: { cost: 1, latency: 2, load: 0.5 }, measure: total, statistic: p50, forget: 5m } }
          soft: { pool: [small, large], reference: large, policy: { kind: cheapest, prefer: { ttft: 2s, total: 20s, in_flight: 20 } } }
          staged: { pool: [small, large], reference: large, policy: { kind: stage, use: { start: large, exploring: small, producing: small, working: small, trouble: large }, escalate_after: 1, release_after: 2, repeats: 4 } }
          sounds: { pool: [small, large], reference: large, policy: { kind: semantic, routes: [{ name: refunds, use: small, examples: [money back], description: refunds of orders, threshold: 0.3 }], threshold: 0.25, margin: 0.01 } }
          trained: { pool: [small, large], reference: large, policy: { kind: semantic, artifact: "${INTENTS}", use: { refunds: small } } }
          learning: { pool: [small, large], reference: large, policy: { kind: bandit, algorithm: thompson, width: 0.3, cost_weight: 20, explore: 5%, floor: 90%, first: 100, state: "${STATE}", intents: "${INTENTS}" } }
          asking: { pool: [small, large], reference: large, policy: { kind: llm, model: small, choices: { small: easy, large: hard }, timeout: 1s, cache: 100, daily_usd: 2 } }
          many:
            pool: [small, large]
            reference: large
            rules:
              - { name: quick, when: { request_class: [auxiliary, subagent], agent: Explore }, policy: { kind: fastest, measure: total, statistic: p90, forget: 5m, slack: 5%, explore: 1% } }
              - { name: idle, when: { turns: "> 9" }, policy: { kind: least-busy, slots: { small: 8 } } }
              - { name: even, when: { turns: "> 9" }, policy: { kind: balanced, weights: { cost: 1, latency: 2, load: 0.5 }, measure: total, statistic: p50, forget: 5m } }
              - { name: soft, when: { turns: "> 9" }, policy: { kind: cheapest, prefer: { ttft: 2s, total: 20s, in_flight: 20 } } }
              - { name: staged, when: { turns: "> 9" }, policy: { kind: stage, use: { start: large, exploring: small, producing: small, working: small, trouble: large }, escalate_after: 1, release_after: 2, repeats: 4 } }
              - { name: sounds, when: { turns: "> 9" }, policy: { kind: semantic, routes: [{ name: refunds, use: small, examples: [money back], description: refunds of orders, threshold: 0.3 }], threshold: 0.25, margin: 0.01 } }
              - { name: trained, when: { turns: "> 9" }, policy: { kind: semantic, artifact: "${INTENTS}", use: { refunds: small } } }
              - { name: learning, when: { turns: "> 9" }, policy: { kind: bandit, algorithm: thompson, width: 0.3, cost_weight: 20, explore: 5%, floor: 90%, first: 100, state: "${STATE}", intents: "${INTENTS}" } }
              - { name: asking, when: { turns: "> 9" }, policy: { kind: llm, model: small, choices: { small: easy, large: hard }, timeout: 1s, cache: 100, daily_usd: 2 } }
            policy: cheapest
          split: { pool: [small, large], reference: large, policy: { kind: weighted, weights: { small: 1, large: 3 } } }
        teams:
          search: { usage: { requests: 60/minute, tokens: 100k/minute, cost: 2/hour, concurrency: 8, budget: 500/month } }
        graders:
          sums: { kind: numeric, tolerance: 0.01 }
          short: { kind: length, max_chars: 100 }
        server:
          urls: ["http://127.0.0.1:4242"]
          admin_key: ${ADMIN_KEY:-letmein}
          budget_alerts: [50%, 0.9]
          webhook: "https://hooks.example.com/loadline"
          caller_keys: when_any
          dashboard: off
          allowed_origins: ["https://chat.example.com"]
          max_request_bytes: 16mb
          max_response_bytes: 1gb
          recent_decisions: 5k
          max_concurrent: 500
          adaptive: on
          queue: 50
          queue_age: 3s
          drain: 30s
          logs: json
          idempotency: 10m
          max_connections: 2k
          max_buffered_bytes: 256mb
        telemetry: { otlp: "http://127.0.0.1:4318", headers: { api-key: k, other: { file: "${SECRET}" } }, sample: 10%, metrics_every: 30s, service: gateway }
        storage:
          ledger: sqlite:/var/lib/loadline/ledger.db
          content: on
          keep: 30d
          flush: 500ms
          buffer: 50k
          library: /opt/sqlite/libsqlite3.so.0

        """;

    public static readonly (string, string)[] Environment = [("OPENAI_API_KEY", "sk-test"), ("ARTIFACT", HandMade.Sample()), ("INTENTS", Intents()), ("SECRET", Secret()), ("STATE", Path.Combine(Path.GetTempPath(), "no-such.bandit"))];

    private static string Intents()
    {
        var path = Path.Combine(Path.GetTempPath(), "loadline-sample-" + System.Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".semantic");
        File.WriteAllBytes(path, new Semantics.SemanticArtifact([new("refunds", ["money back"], 0.3)]).Write());
        return path;
    }

    private static string Secret()
    {
        var path = Path.Combine(Path.GetTempPath(), "loadline-sample-" + System.Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".secret");
        File.WriteAllText(path, "s\n");
        return path;
    }
}
