using Loadline.Core.Tests.Predictors;

namespace Loadline.Core.Tests.Configuration;

/// <summary>Whole configs.</summary>
internal static class SampleConfigs
{
    /// <summary>Uses every key that the format has.</summary>
    public const string Everything = """
        version: 1
        providers:
          openai: { api_key: ${OPENAI_API_KEY}, breaker: off, probe: 30s }
          local: { dialect: openai-chat, url: "${LOCAL_URL:-http://127.0.0.1:11434/v1}", residency: on-premises }
          fake: { dialect: simulated, outcomes: outcomes.jsonl }
          cloud: { server: azure, url: "https://acme.openai.azure.com", api_key: k, auth: api-key, api_version: 2024-10-21 }
          aws: { region: us-east-1, access_key_id: a, secret_access_key: b, session_token: c }
        models:
          small:
            price: { input: 0.05, output: 0.10, cached_input: 0.01, cache_write: 0.07 }
            context: 32k
            max_output: 4k
            can: [tools, schema]
            balance: p2c
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
              - { name: guess, when: { turns: "> 60" }, pool: [small, large], policy: { kind: predictive, artifact: "${ARTIFACT}", keep: 0.9 } }
              - { name: trade, when: { turns: "> 70" }, pool: [small, large], policy: { kind: predictive, artifact: "${ARTIFACT}", lambda: 2 } }
              - { name: cheap, when: { priority: batch }, policy: cheapest }
              - { name: always-small, when: { turns: "> 50" }, policy: { kind: fixed, use: small } }
              - { name: banded, when: { priority: critical }, policy: { kind: tiered, tiers: [ { below: 0.5, use: small }, { use: large } ] } }
            policy: { kind: tiered, tiers: [ { below: 0.3, use: small }, { below: 0.7, use: large }, { use: large-thinking } ] }
            plan: single
            limits: { max_ttft: 2s, max_cost_usd: 0.05 }
            timeouts: { connect: 3s, first_token: 20s, between_tokens: 10s, whole: 2m, total: 5m }
            fallbacks: { any: [toy], context: [large], content: [], quota: [small] }
            on_reference_down: refuse
            on_all_down: refuse
          toys: { pool: [toy] }
          always: { pool: [small, large], reference: large, policy: { kind: fixed, use: large } }
          learned: { pool: [small, large], reference: large, policy: { kind: predictive, artifact: "${ARTIFACT}", keep: 97% } }
          traded: { pool: [small, large], reference: large, policy: { kind: predictive, artifact: "${ARTIFACT}", lambda: 0.5 } }
          split: { pool: [small, large], reference: large, policy: { kind: weighted, weights: { small: 1, large: 3 } } }
        graders:
          sums: { kind: numeric, tolerance: 0.01 }
        server:
          urls: ["http://127.0.0.1:4242"]
          admin_key: ${ADMIN_KEY:-letmein}
          allowed_origins: ["https://chat.example.com"]
          max_request_bytes: 16mb
          max_response_bytes: 1gb
          recent_decisions: 5k
          max_concurrent: 500
          adaptive: on
          queue: 50
          queue_age: 3s
          drain: 30s
        storage:
          ledger: sqlite:/var/lib/loadline/ledger.db
          content: on
          keep: 30d
          flush: 500ms
          buffer: 50k
          library: /opt/sqlite/libsqlite3.so.0

        """;

    public static readonly (string, string)[] Environment = [("OPENAI_API_KEY", "sk-test"), ("ARTIFACT", HandMade.Sample())];
}
