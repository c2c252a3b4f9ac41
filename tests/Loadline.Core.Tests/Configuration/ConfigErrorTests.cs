using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Configuration;

/// <summary>Broken configs and the one error that each is told of, with its exact place.</summary>
public sealed class ConfigErrorTests
{
    private const string Start = "version: 1\nproviders: { p: { url: \"http://h.test/v1\" } }\n";

    /// <summary>Whole files.</summary>
    public static TheoryData<string, string> Files { get; } = new()
    {
        { "", "1:1: the file is empty" },
        { "# only a comment\n", "1:1: the file is empty" },
        { "just text", "1:1: `just text` is written here, but a config is needed" },
        { "- a\n- b\n", "1:1: a list is written here, but a config is needed" },
        { "version: 1\n\tproviders: {}\n", "2:1: the line is indented with a tab" },
        { "version: 1\nproviders: {\n  p: [\n", "4:1: this is not YAML" },
        { "version: 1\nproviders: \"abc\n", "2:12: this is not YAML" },
        { "version: 1\n---\nversion: 1\n", "2:1: a second YAML document begins here" },
        { "version: !!int 1\n", "1:10: the tag `tag:yaml.org,2002:int` is not understood" },
        { "version: *one\n", "1:10: `*one` stands for nothing" },
        { "a: \uE000\n", "1:4: the file holds a private-use character" },
        { "a: " + new string('[', 40) + new string(']', 40) + "\n", "1:35: the file nests deeper than 32 levels" },
        { Bomb(), "5:45: the file has more than 100000 values" },
        { Start + "models: { m: { provider: p, name: n } }\nversion: 1\n", "4:1: `version` is written twice, first on line 1" },
        { Start + "models: { m: { provider: p, name: n } }\ncache: { ledger: x }\n", "4:1: cache: `cache` is not in this version of Loadline. Take it out." },
        { Start + "models: { m: { provider: p, name: n } }\naudit: { rate: 2% }\n", "4:1: audit: `audit` is not in this version" },
        { Start + "models: { m: { provider: p, name: n } }\ntelemetry: { sample: 10% }\n", "4:12: telemetry: `otlp` is missing. Write `otlp: http://127.0.0.1:4318`." },
        { Start + "models: { m: { provider: p, name: n } }\ntelemetry: { otlp: collector }\n", "4:20: telemetry.otlp: this is not an absolute http or https address" },
        { Start + "models: { m: { provider: p, name: n } }\ntelemetry: { otlp: \"http://h\", sample: 2 }\n", "4:40: telemetry.sample: `2` is not a share from 0 to 1" },
        { Start + "models: { m: { provider: p, name: n } }\ntelemetry: { otlp: \"http://h\", headers: { api-key: \"a,b=c\" } }\n", "4:52: telemetry.headers.api-key: the value has a comma" },
        { Start + "models: { m: { provider: p, name: n } }\nserverr: {}\n", "4:1: serverr: `serverr` is not known here. Did you mean `server`?" },
        { Start + "models: { m: { provider: p, name: n } }\n<<: { a: 1 }\n", "4:1: merge keys (`<<`) are not understood" },
        { Start + "models: { m: { provider: p, name: n } }\n[a, b]: 1\n", "4:1: a key must be a word" },
        { "providers: { p: { url: \"http://h.test/v1\" } }\nmodels: { m: { provider: p, name: n } }\n", "1:1: `version` is missing" },
        { "version: one\nproviders: { p: { url: \"http://h.test/v1\" } }\nmodels: { m: { provider: p, name: n } }\n", "1:10: version: `one` is not a version that this Loadline reads. Write `1`." },
        { "version: 1\nmodels: {}\nproviders: { p: { url: \"http://h.test/v1\" } }\n", "2:9: models: nothing is written here, but models by name are needed" },
        { Start, "1:1: `models` is missing" },
        { Start + "models:\n", "3:8: models: nothing is written here, but models by name is needed" },
        { "version: 1\nproviders: { open ai: { url: \"http://h.test/v1\" }, q: { url: \"http://h.test/v1\" } }\nmodels: { m: { provider: q, name: n } }\n", "2:14: providers.open ai: `open ai` is not a name" },
        { Providers("{ url: ftp://h/v1 }"), "2:24: providers.p.url: this is not an absolute http or https address" },
        { Providers("{ url: /v1 }"), "2:24: providers.p.url: this is not an absolute http or https address" },
        { Providers("{ url: \"https://user:pw@h/v1\" }"), "2:24: providers.p.url: the address holds a user or a password" },
        { Providers("{ url: \"https://h/v1?key=1\" }"), "2:24: providers.p.url: the address holds a query" },
        { Providers("{ url: \"https://h/v1#x\" }"), "2:24: providers.p.url: the address holds a fragment" },
        { Providers("{}"), "2:14: providers.p: `p` is not a provider that Loadline knows the address of. Write `url: https://host/v1`." },
        { Providers("{ dialect: azure, url: \"http://h/v1\" }"), "2:28: providers.p.dialect: `azure` is not a dialect. Write one of openai-chat, openai-responses, anthropic, gemini, bedrock, simulated." },
        { Providers("{ dialect: opena-chat, url: \"http://h/v1\" }"), "2:28: providers.p.dialect: `opena-chat` is not a dialect. Did you mean `openai-chat`?" },
        { Providers("{ dialect: simulated, url: \"http://h/v1\" }"), "2:44: providers.p.url: a simulated provider has no address" },
        { Providers("{ dialect: simulated, api_key: k }"), "2:48: providers.p.api_key: a simulated provider needs no key" },
        { Providers("{ dialect: simulated, http: 2 }"), "2:45: providers.p.http: a simulated provider speaks no HTTP" },
        { Providers("{ url: http://a/v1, http: 3 }"), "2:43: providers.p.http: `3` is not a version of HTTP" },
        { Providers("{ url: \"http://h/v1\", outcomes: t.jsonl }"), "2:49: providers.p.outcomes: only a simulated provider replays outcomes" },
        { Providers("{ url: \"http://h/v1\", api_key: ${NOT_SET} }"), "2:48: providers.p.api_key: the environment variable `NOT_SET` is not set. Set it, or write `${NOT_SET:-default}`." },
        { Providers("{ url: \"http://h/v1\", api_key: \"\" }"), "2:48: providers.p.api_key: the credential is empty" },
        { Providers("{ url: \"http://h/v1\", api_key: \"a b\" }"), "2:48: providers.p.api_key: the credential has a space" },
        { Providers("{ url: \"http://h/v1\", api_key: \"${1X}\" }"), "2:48: providers.p.api_key: `${1X}` names no variable" },
        { Providers("{ url: \"http://h/v1\", api_key: \"${ABC\" }"), "2:48: providers.p.api_key: `${` is not closed" },
        { Providers("{ url: \"http://h/v1\", residency: \"in the eu\" }"), "2:50: providers.p.residency: `in the eu` is not one word" },
        { Providers("{ url: \"http://h/v1\", timeout: 3s }"), "2:39: providers.p.timeout: `timeout` is not known here" },
        { "version: 1\nproviders: { openai: {} }\nmodels: { m: { provider: openai, name: n } }\n", "2:14: providers.openai: `api_key` is missing. Write `api_key: ${OPENAI_API_KEY}`." },
    };

    /// <summary>Models, written as the only other line of a file.</summary>
    public static TheoryData<string, string> Models { get; } = new()
    {
        { "m: {}", "3:11: models.m: the model has no deployment" },
        { "m: { provider: p }", "3:11: models.m: `name` is missing" },
        { "m: { name: n }", "3:11: models.m: `provider` is missing" },
        { "m: { provider: q, name: n }", "3:26: models.m.provider: `q` is not a provider of this file" },
        { "m: { provider: ollama, name: n }", "3:26: models.m.provider: `ollama` is not a provider of this file. Add it to `providers`." },
        { "m: { provider: p, name: n, deployments: [{ provider: p, name: n }] }", "3:11: models.m: `provider` with `name`, `deployments` and `use` exclude one another" },
        { "m: { provider: p, name: n, usage: { requests: 5 } }", "3:57: models.m.usage.requests: `5` is not a whole number above 0 a minute, hour, day or month. Write `60/minute`." },
        { "m: { deployments: [] }", "3:29: models.m.deployments: the list is empty" },
        { "m: { deployments: [{ provider: p }] }", "3:30: models.m.deployments[0]: `name` is missing" },
        { "m: { deployments: [{ provider: p, name: n, weight: 0 }] }", "3:62: models.m.deployments[0].weight: `0` is not a whole weight from 1 to 1000" },
        { "m: { deployments: [{ provider: p, name: n, weight: 1.5 }] }", "3:62: models.m.deployments[0].weight: `1.5` is not a whole weight" },
        { "m: { deployments: [{ provider: p, name: n }, { provider: p, name: n }] }", "3:56: models.m.deployments[1]: the same deployment is listed twice" },
        { "m: { use: x }", "3:21: models.m.use: `x` is not a model of this file" },
        { "m: { use: m }", "3:21: models.m.use: `use` runs in a circle" },
        { "m: { provider: p, name: n, price: { input: 1 } }", "3:45: models.m.price: `output` is missing" },
        { "m: { provider: p, name: n, price: { input: -1, output: 1 } }", "3:54: models.m.price.input: `-1` is not a price" },
        { "m: { provider: p, name: n, price: { input: free, output: 1 } }", "3:54: models.m.price.input: `free` is not a price" },
        { "m: { provider: p, name: n, price: { input: 1, output: 1e3 } }", "3:65: models.m.price.output: `1e3` is not a price" },
        { "m: { provider: p, name: n, price: { input: 1, output: 1, cached_input: 2 } }", "3:45: models.m.price: `cached_input` costs more than `input`" },
        { "m: { provider: p, name: n, context: lots }", "3:47: models.m.context: `lots` is not a number of tokens" },
        { "m: { provider: p, name: n, context: 1.5 }", "3:47: models.m.context: `1.5` is not a number of tokens" },
        { "m: { provider: p, name: n, context: 4k, max_output: 8k }", "3:63: models.m.max_output: `max_output` is larger than `context`" },
        { "m: { provider: p, name: n, can: [tool] }", "3:44: models.m.can[0]: `tool` is not a capability. Did you mean `tools`?" },
        { "m: { provider: p, name: n, effort: \"very high\" }", "3:46: models.m.effort: `very high` is not a reasoning effort" },
        { "m: { provider: p, name: n, simulate: {} }", "3:48: models.m.simulate: no deployment of this model is on a simulated provider" },
        { "m: { provider: p, name: n, temperature: 1 }", "3:38: models.m.temperature: `temperature` is not known here" },
    };

    /// <summary>A route's keys, written on line 9 after the two models of <see cref="TestConfig.Head"/>.</summary>
    public static TheoryData<string, string> Routes { get; } = new()
    {
        { "", "8:8: routes: nothing is written here" },
        { "  small: { pool: [large] }", "9:3: routes.small: a model has the name `small`, too" },
        { "  a: { reference: small }", "9:6: routes.a: `pool` is missing" },
        { "  a: { pool: small }", "9:14: routes.a.pool: `small` is written here, but a list is needed" },
        { "  a: { pool: [small, smal] , reference: small, policy: cheapest }", "9:22: routes.a.pool[1]: `smal` is not a model of this file. Did you mean `small`?" },
        { "  a: { pool: [small, small], reference: small, policy: cheapest }", "9:22: routes.a.pool[1]: `small` is listed twice" },
        { "  a: { pool: [small, large], policy: cheapest }", "9:3: routes.a: `reference` is missing" },
        { "  a: { pool: [small, large], reference: large }", "9:3: routes.a: `policy` is missing" },
        { "  a: { pool: [small], reference: huge }", "9:34: routes.a.reference: `huge` is not a model of this file" },
        { "  a: { pool: [small], mode: canary 100%, quality: uncertified }", "9:29: routes.a.mode: `canary 100%` is not a mode. Write one of observe, canary 10%, enforce; a canary's share lies between 0% and 100%." },
        { "  a: { pool: [small], mode: enfore }", "9:29: routes.a.mode: `enfore` is not a mode. Did you mean `enforce`?" },
        { "  a: { pool: [small], mode: enforced, quality: uncertified }", "9:29: routes.a.mode: `enforced` is not a mode. Did you mean `enforce`?" },
        { "  a: { pool: [small], mode: enforce }", "9:29: routes.a.mode: nothing says what quality the route must keep, so it may not serve other models than its reference. Write `quality: { keep: 0.95 }` and certify it with `loadline certify`, or `quality: uncertified`." },
        { "  a: { pool: [small], quality: { lose: 0 } }", "9:32: routes.a.quality: `lose` is between 0 and 1. Write `keep: 0.95`, or `lose: 5%`." },
        { "  a: { pool: [small], quality: { segments: colour } }", "9:44: routes.a.quality.segments: `colour` is not what the traffic is told apart by. Write one of task, domain, language, length, tenant." },
        { "  a: { pool: [small], quality: { confidence: 1 } }", "9:32: routes.a.quality: `confidence` is from 0.5 to 0.9999. Write `confidence: 0.95`." },
        { "  a: { pool: [small], plan: cascade }", "9:29: routes.a.plan: `cascade` needs more than its name. Write `plan: { kind: cascade," },
        { "  a: { pool: [small], plan: { kind: cascade, steps: [small] } }", "9:29: routes.a.plan: `accept` is missing" },
        { "  a: { pool: [small], plan: { kind: cascade, steps: [small], accept: { kind: stop } } }", "9:29: routes.a.plan: a cascade of one candidate leaves nothing to do" },
        { "  a: { pool: [small], plan: { kind: cascade, steps: [small, tiny], accept: { kind: stop } } }", "9:61: routes.a.plan.steps[1]: `tiny` is not in the route's pool" },
        { "  a: { pool: [small], plan: { kind: cascade, accept: { kind: exact } } }", "9:54: routes.a.plan.accept: the check `exact` compares with an answer key, and a request has none" },
        { "  a: { pool: [small], plan: { kind: cascade, accept: { kind: logprob } } }", "9:54: routes.a.plan.accept: `logprob` needs a bound" },
        { "  a: { pool: [small], plan: { kind: cascade, accept: { kind: predictor, file: none.acceptance } } }", "9:54: routes.a.plan.accept: the file " },
        { "  a: { pool: [small], plan: { kind: cascad } }", "9:37: routes.a.plan: `cascad` is not a plan. Did you mean `cascade`?" },
        { "  a: { pool: [small], plan: { kind: parallel, take: best } }", "9:53: routes.a.plan.take: the best cannot be found without a check that scores" },
        { "  a: { pool: [small], plan: { kind: parallel, take: vote, check: { kind: stop } } }", "9:66: routes.a.plan.check: a vote looks at what answers come to, not at a check" },
        { "  a: { pool: [small], plan: { kind: parallel, take: race, most: 1 } }", "9:65: routes.a.plan.most: `1` is not a number of candidates from 2 to 8" },
        { "  a: { pool: [small], plan: { kind: parallel } }", "9:29: routes.a.plan: `take` is missing" },
        { "  a: { pool: [small], on_reference_down: serv }", "9:42: routes.a.on_reference_down: `serv` is not an answer to a failing reference. Did you mean `serve`?" },
        { "  a: { pool: [small], audit: { rate: 2% } }", "9:30: routes.a.audit: nobody grades the audits. Write either `judge: MODEL` or `grader: NAME`." },
        { "  a: { pool: [small], audit: { rate: 2%, judge: small } }", "9:49: routes.a.audit.judge: the judge may serve this route: it would judge its own answers" },
        { "  a: { pool: [small], audit: { rate: 2%, judge: nobody } }", "9:49: routes.a.audit.judge: `nobody` is not a model of this file" },
        { "  a: { pool: [small], audit: { rate: 2%, grader: nobody } }", "9:50: routes.a.audit.grader: `nobody` is not a grader of this file" },
        { "  a: { pool: [small], audit: { rate: 0, judge: large } }", "9:38: routes.a.audit.rate: `rate` is above 0" },
        { "  a: { pool: [small], audit: { rate: 1%, all: 2%, judge: large } }", "9:47: routes.a.audit.all: `all` is above `rate`" },
        { "  a: { pool: [small], audit: { rate: 1%, judge: large, strata: [{ when: { task: math }, rate: 0 }] } }", "9:95: routes.a.audit.strata[0].rate: `rate` is above 0: what is never audited is not watched" },
        { "  a: { pool: [small], audit: { rate: 5%, all: 2%, judge: large, strata: [{ when: { task: math }, rate: 1% }] } }", "9:104: routes.a.audit.strata[0].rate: `rate` is below `all`" },
        { "  a: { pool: [small], audit: { rate: 5%, judge: large, strata: [{ rate: 1% }] } }", "9:65: routes.a.audit.strata[0]: `when` is missing" },
        { "  a: { pool: [small], audit: { rate: 5%, judge: large, judge_error: 100% } }", "9:69: routes.a.audit.judge_error: `judge_error` is below 1" },
        { "  a: { pool: [small], fallbacks: { context: [larg] } }", "9:46: routes.a.fallbacks.context[0]: `larg` is not a model of this file. Did you mean `large`?" },
        { "  a: { pool: [small], fallbacks: { content: large } }", "9:45: routes.a.fallbacks.content: `large` is written here, but a list is needed" },
        { "  a: { pool: [small], fallbacks: { any: [larg] } }", "9:42: routes.a.fallbacks.any[0]: `larg` is not a model of this file. Did you mean `large`?" },
        { "  a: { pool: [small], cache: { exact: 1m, shared: on } }", "9:51: routes.a.cache.shared: answers are shared through PostgreSQL, and the ledger is not there" },
        { "  a: { pool: [small], cache: { exact: 1m, semantic: { threshold: 0.9, embeddings: { model: small } }, shared: on } }", "9:111: routes.a.cache.shared: what `semantic` compares is kept in each gateway's memory and is not shared: replicas would answer the same question differently. Take `shared` or `semantic` out." },
        { "  a: { pool: [small], cache: { exact: 1m, wording: maybe } }", "9:52: routes.a.cache.wording: `maybe` is not a setting of wording. Write one of on, off." },
        { "  a: { pool: [small], cache: { exact: 1m, semantic: { threshold: 0.9 } } }", "9:53: routes.a.cache.semantic: `embeddings` is missing. Write `embeddings: { model: embedder }`." },
        { "  a: { pool: [small], cache: { exact: 1m, semantic: { threshold: 0.9, embeddings: { timeout: 1s } } } }", "9:83: routes.a.cache.semantic.embeddings: `model` is missing" },
        { "  a: { pool: [small], cache: { exact: 1m, semantic: { embeddings: { model: small } } } }", "9:53: routes.a.cache.semantic: `threshold` is missing. Write `threshold: 0.95`." },
        { "  a: { pool: [small], cache: { exact: 1m, semantic: { threshold: 0.4, embeddings: { model: small } } } }", "9:66: routes.a.cache.semantic.threshold: `0.4` is not a similarity from 0.5 to 1. Write `0.95`." },
        { "  a: { pool: [small], cache: { exact: 1m, semantic: { threshold: 0.9, embeddings: { model: smal } } } }", "9:92: routes.a.cache.semantic.embeddings.model: `smal` is not a model of this file. Did you mean `small`?" },
        { "  a: { pool: [small], cache: { exact: 1m, semantic: { threshold: 0.9, keep: 2m, embeddings: { model: small } } } }", "9:77: routes.a.cache.semantic.keep: similar questions cannot be answered for longer than the same one. Write at most what `exact` says, or take it out." },
        { "  a: { pool: [small], cache: { exact: 1m, semantic: { threshold: 0.9, entries: 0, embeddings: { model: small } } } }", "9:80: routes.a.cache.semantic.entries: `0` is not a number of questions from 1 to 10k. Write `1k`." },
        { "  a: { pool: [small, large], reference: large, policy: cheapest, quality: { keep: 0.95 }, cache: { exact: 1m, semantic: { threshold: 0.9, embeddings: { model: small } } } }", "9:121: routes.a.cache.semantic: an answer to a similar question is not what the route's certificate was made of. Take `semantic` out, or write `quality: uncertified`." },
        { "  a: { pool: [small], cache: { exact: 1m, shared: maybe } }", "9:51: routes.a.cache.shared: `maybe` is not a setting of sharing. Write one of on, off." },
        { "  a: { pool: [small], over_budget: [larg] }", "9:37: routes.a.over_budget[0]: `larg` is not a model of this file. Did you mean `large`?" },
        { "  a: { pool: [small], over_budget: refuse }", "9:36: routes.a.over_budget: `refuse` is written here, but a list is needed" },
        { "  a: { pool: [small], hedge: yes }", "9:30: routes.a.hedge: `yes` is not hedging. Write one of on, off." },
        { "  a: { pool: [small], hedge: [on] }", "9:30: routes.a.hedge: a list is written here, but hedging is needed" },
        { "  a: { pool: [small], hedge: { quantile: 1 } }", "9:42: routes.a.hedge.quantile: `1` is not a quantile from 0.5 to 0.999" },
        { "  a: { pool: [small], hedge: { max_share: 0 } }", "9:43: routes.a.hedge.max_share: a share of nothing sends no second attempts" },
        { "  a: { pool: [small], hedge: { min_delay: 2s, max_delay: 1s } }", "9:43: routes.a.hedge.min_delay: the shortest wait is longer than the longest" },
        { "  a: { pool: [small], hedge: { to: all } }", "9:36: routes.a.hedge.to: `all` is not who second attempts go to" },
        { "  a: { pool: [small], limits: { max_ttft: 2 } }", "9:43: routes.a.limits.max_ttft: `2` is not a duration of at most 24h, with its unit" },
        { "  a: { pool: [small], limits: { max_cost_usd: 0 } }", "9:47: routes.a.limits.max_cost_usd: `0` is not a cost above 0" },
        { "  a: { pool: [small], timeouts: { connect: 0s } }", "9:44: routes.a.timeouts.connect: `0s` is not a duration" },
        { "  a: { pool: [small], timeouts: { total: 5min } }", "9:42: routes.a.timeouts.total: `5min` is not a duration" },
        { "  a: { pool: [small], timeouts: { total: 25h } }", "9:42: routes.a.timeouts.total: `25h` is not a duration" },
        { "  a: { pool: [small], timeouts: { first: 1s } }", "9:35: routes.a.timeouts.first: `first` is not known here" },
        { "  a: { pool: [small], polcy: cheapest }", "9:23: routes.a.polcy: `polcy` is not known here. Did you mean `policy`?" },
    };

    /// <summary>Policies of a route with both models.</summary>
    public static TheoryData<string, string> Policies { get; } = new()
    {
        { "predictive", "9:56: routes.a.policy: `predictive` needs more than its name" },
        { "stage", "9:56: routes.a.policy: `stage` needs more than its name" },
        { "semantic", "9:56: routes.a.policy: examples are needed" },
        { "llm", "9:56: routes.a.policy: `llm` needs more than its name" },
        { "{ kind: stage, use: {} }", "9:76: routes.a.policy.use: no stage has a candidate" },
        { "{ kind: bandit, explore: 2 }", "9:81: routes.a.policy.explore: `2` is not a share" },
        { "{ kind: llm, model: gone, choices: { small: x } }", "9:76: routes.a.policy.model: `gone` is not a model of this file" },
        { "cheap", "9:56: routes.a.policy: `cheap` is not a policy. Known here: cheapest, tiered, predictive, weighted, fixed, fastest, least-busy, balanced, stage, semantic, bandit, llm." },
        { "cheapst", "9:56: routes.a.policy: `cheapst` is not a policy. Did you mean `cheapest`?" },
        { "tiered", "9:56: routes.a.policy: `tiered` needs more than its name. Write `policy: { kind: tiered" },
        { "[cheapest]", "9:56: routes.a.policy: a list is written here, but a policy is needed" },
        { "{ use: small }", "9:56: routes.a.policy: `kind` is missing" },
        { "{ kind: predictive, artifact: a.policy }", "9:86: routes.a.policy.artifact: this artifact cannot be used" },
        { "{ kind: fixed }", "9:56: routes.a.policy: `use` is missing" },
        { "{ kind: fixed, use: tiny }", "9:76: routes.a.policy.use: `tiny` is not in the pool that the policy chooses from" },
        { "{ kind: cheapest, by: output }", "9:74: routes.a.policy.by: `by` is not known here" },
        { "{ kind: weighted, weights: { small: 0, large: 1 } }", "9:92: routes.a.policy.weights.small: `0` is not a weight above 0" },
        { "{ kind: weighted, weights: {} }", "9:83: routes.a.policy.weights: nothing is written here" },
        { "{ kind: weighted, weights: { medium: 1 } }", "9:85: routes.a.policy.weights.medium: `medium` is not in the pool" },
        { "{ kind: tiered, tiers: [{ below: 0.5, use: small }] }", "9:80: routes.a.policy.tiers[0]: the last tier has a bound" },
        { "{ kind: tiered, tiers: [{ use: small }, { use: large }] }", "9:80: routes.a.policy.tiers[0]: a tier before the last has no bound" },
        { "{ kind: tiered, tiers: [{ below: 0.5, use: small }, { below: 0.4, use: small }, { use: large }] }", "9:108: routes.a.policy.tiers[1]: the bounds do not rise" },
        { "{ kind: tiered, tiers: [{ below: 30, use: small }, { use: large }] }", "9:89: routes.a.policy.tiers[0].below: `30` is not a complexity above 0, up to 1" },
        { "{ kind: tiered, tiers: [{ below: 0.5, use: smol }, { use: large }] }", "9:99: routes.a.policy.tiers[0].use: `smol` is not in the pool" },
    };

    /// <summary>The one rule of a route with both models.</summary>
    public static TheoryData<string, string> Rules { get; } = new()
    {
        { "{ when: { schema: true }, use: small }", "11:9: routes.a.rules[0]: `name` is missing" },
        { "{ name: \"a b\", when: { schema: true }, use: small }", "11:17: routes.a.rules[0].name: `a b` is not a name without spaces" },
        { "{ name: r, use: small }", "11:9: routes.a.rules[0]: `when` is missing" },
        { "{ name: r, when: {}, use: small }", "11:26: routes.a.rules[0].when: the condition is empty" },
        { "{ name: r, when: always, use: small }", "11:26: routes.a.rules[0].when: `always` is written here, but a condition is needed" },
        { "{ name: r, when: { schema: true } }", "11:9: routes.a.rules[0]: the rule decides nothing" },
        { "{ name: r, when: { schema: true }, use: small, pool: [small] }", "11:9: routes.a.rules[0]: `use` leaves no choice for a `pool` or a `policy`" },
        { "{ name: r, when: { schema: true }, use: tiny }", "11:49: routes.a.rules[0].use: `tiny` is not in the route's pool" },
        { "{ name: r, when: { schema: true }, pool: [tiny] }", "11:51: routes.a.rules[0].pool[0]: `tiny` is not in the route's pool" },
        { "{ name: r, when: { schema: true }, pool: [small], policy: { kind: fixed, use: large } }", "11:87: routes.a.rules[0].policy.use: `large` is not in the pool that the policy chooses from" },
        { "{ name: r, when: { schema: true }, residency: moon }", "11:55: routes.a.rules[0].residency: no provider states the residency `moon`" },
        { "{ name: r, when: { schema: true }, use: small, residency: eu }", "11:67: routes.a.rules[0].residency: no candidate of this rule has a deployment with the residency `eu`" },
        { "{ name: r, when: { schema: true }, use: small, residency: on-premise }", "11:67: routes.a.rules[0].residency: no provider states the residency `on-premise`. Did you mean `on-premises`?" },
        { "{ name: r, when: { tokenz: 3 }, use: small }", "11:28: routes.a.rules[0].when.tokenz: `tokenz` is not a signal. Did you mean `tokens`?" },
        { "{ name: r, when: { tokens: many }, use: small }", "11:36: routes.a.rules[0].when.tokens: `many` is not a comparison with a number" },
        { "{ name: r, when: { tokens: true }, use: small }", "11:36: routes.a.rules[0].when.tokens: `true` is not a comparison" },
        { "{ name: r, when: { tokens: \"> -1\" }, use: small }", "11:36: routes.a.rules[0].when.tokens: `> -1` is not a comparison" },
        { "{ name: r, when: { tokens: \"8k..2k\" }, use: small }", "11:36: routes.a.rules[0].when.tokens: `8k..2k` is not a comparison" },
        { "{ name: r, when: { tokens: [1, 2] }, use: small }", "11:36: routes.a.rules[0].when.tokens: a list is written here" },
        { "{ name: r, when: { complexity: \"> 60\" }, use: small }", "11:40: routes.a.rules[0].when.complexity: `> 60` is not a comparison with a number from 0 to 1" },
        { "{ name: r, when: { complexity: true }, use: small }", "11:40: routes.a.rules[0].when.complexity: `true` is not a comparison" },
        { "{ name: r, when: { task: maths }, use: small }", "11:34: routes.a.rules[0].when.task: `maths` is not a task. Did you mean `math`?" },
        { "{ name: r, when: { domain: [law, cars] }, use: small }", "11:42: routes.a.rules[0].when.domain[1]: `cars` is not a domain" },
        { "{ name: r, when: { pii: passport }, use: small }", "11:33: routes.a.rules[0].when.pii: `passport` is not a pii" },
        { "{ name: r, when: { priority: high }, use: small }", "11:38: routes.a.rules[0].when.priority: `high` is not a priority" },
        { "{ name: r, when: { language: english }, use: small }", "11:38: routes.a.rules[0].when.language: `english` is not a language code" },
        { "{ name: r, when: { schema: yes }, use: small }", "11:36: routes.a.rules[0].when.schema: `yes` is not true or false" },
        { "{ name: r, when: { keywords: [] }, use: small }", "11:38: routes.a.rules[0].when.keywords: the list is empty" },
        { "{ name: r, when: { keywords: \" \" }, use: small }", "11:38: routes.a.rules[0].when.keywords: ` ` is not a word or a phrase" },
        { "{ name: r, when: { regex: \"(\" }, use: small }", "11:35: routes.a.rules[0].when.regex: `(` is not a pattern that can be used: at character 2 it is malformed" },
        { "{ name: r, when: { regex: \"(?=a)b\" }, use: small }", "11:35: routes.a.rules[0].when.regex: `(?=a)b` is not a pattern that can be used: it is too large, or needs look-around" },
        { "{ name: r, when: { header: x-tier }, use: small }", "11:36: routes.a.rules[0].when.header: `x-tier` is written here, but header names with values is needed" },
        { "{ name: r, when: { header: { \"x tier\": a } }, use: small }", "11:38: routes.a.rules[0].when.header.x tier: `x tier` is not a name" },
        { "{ name: r, when: { header: { Authorization: a } }, use: small }", "11:38: routes.a.rules[0].when.header.Authorization: the header `Authorization` holds a credential" },
        { "{ name: r, when: { header: { x-a: { b: c } } }, use: small }", "11:43: routes.a.rules[0].when.header.x-a: keys and values are written here" },
        { "{ name: r, when: { all: { task: math } }, use: small }", "11:33: routes.a.rules[0].when.all: keys and values are written here, but a list is needed" },
        { "{ name: r, when: { all: [ { task: math }, { tasc: math } ] }, use: small }", "11:53: routes.a.rules[0].when.all[1].tasc: `tasc` is not a signal. Did you mean `task`?" },
        { "{ name: r, when: { not: [ { task: math } ] }, use: small }", "11:33: routes.a.rules[0].when.not: a list is written here, but a condition is needed" },
        { "{ name: r, when: { schema: true }, priority: 3, use: small }", "11:44: routes.a.rules[0].priority: `priority` is not known here" },
    };

    /// <summary>Server settings on line 8.</summary>
    public static TheoryData<string, string> Server { get; } = new()
    {
        { "{ urls: [\"https://127.0.0.1:4242\"] }", "8:18: server.urls[0]: Loadline does not end TLS itself" },
        { "{ urls: [\"127.0.0.1:4242\"] }", "8:18: server.urls[0]: `127.0.0.1:4242` is not an address to listen on" },
        { "{ urls: [\"http://127.0.0.1:4242/loadline\"] }", "8:18: server.urls[0]: `http://127.0.0.1:4242/loadline` is not an address to listen on" },
        { "{ urls: [\"http://0.0.0.0:4242\"] }", "8:18: server.urls[0]: `http://0.0.0.0:4242` can be reached from other machines, and callers need no key. Ask for keys with" },
        { "{ urls: \"http://*:4242\" }", "8:17: server.urls: `http://*:4242` can be reached from other machines" },
        { "{ urls: \"http://0.0.0.0:4242\", admin_key: any }", "8:17: server.urls: `http://0.0.0.0:4242` can be reached from other machines" },
        { "{ max_request_bytes: 32 }", "8:30: server.max_request_bytes: `32` is not a size from 1kb to 1gb" },
        { "{ max_request_bytes: 2gb }", "8:30: server.max_request_bytes: `2gb` is not a size" },
        { "{ dashboard: away }", "8:22: server.dashboard: `away` is not a setting of the dashboard" },
        { "{ budget_alerts: [50%, 0] }", "8:32: server.budget_alerts[1]: `0` is not a share above 0, up to 1. Write `2%` or `0.02`." },
        { "{ budget_alerts: 101% }", "8:26: server.budget_alerts: `101%` is not a share above 0, up to 1" },
        { "{ recent_decisions: 0 }", "8:29: server.recent_decisions: `0` is not a whole number from 1 to 1m" },
        { "{ port: 80 }", "8:11: server.port: `port` is not known here" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_BrokenFile_SaysWhereAndWhat(string text, string expected) => Check(text, expected);

    [Theory]
    [MemberData(nameof(Models))]
    public void Read_BrokenModel_SaysWhereAndWhat(string model, string expected) => Check(Start + "models: { " + model + " }\n", expected);

    [Theory]
    [MemberData(nameof(Routes))]
    public void Read_BrokenRoute_SaysWhereAndWhat(string route, string expected) => Check(TestConfig.Head + "routes:\n" + route + "\n", expected);

    [Theory]
    [MemberData(nameof(Policies))]
    public void Read_BrokenPolicy_SaysWhereAndWhat(string policy, string expected) =>
        Check(TestConfig.Head + "routes:\n  a: { pool: [small, large], reference: large, policy: " + policy + " }\n", expected);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Read_BrokenRule_SaysWhereAndWhat(string rule, string expected) =>
        Check(TestConfig.Head + "routes:\n  a: { pool: [small, large], reference: large, policy: cheapest,\n    rules: [\n      " + "  " + rule + " ] }\n", expected);

    [Theory]
    [MemberData(nameof(Server))]
    public void Read_BrokenServer_SaysWhereAndWhat(string server, string expected) => Check(TestConfig.Head + "server: " + server + "\n", expected);

    [Fact]
    public void Read_RuleNamesTwice_AreRefused() => Check(
        TestConfig.Head + "routes:\n  a:\n    pool: [small]\n    rules:\n      - { name: r, when: { schema: true }, use: small }\n      - { name: r, when: { tools: true }, use: small }\n",
        "13:17: routes.a.rules[1].name: two rules of this route have the name `r`");

    [Fact]
    public void Read_NarrowedPoolUnderNamingPolicy_NeedsItsOwnPolicy() => Check(
        "version: 1\nproviders: { p: { url: \"http://h.test/v1\" } }\nmodels: { a: { provider: p, name: a }, b: { provider: p, name: b }, c: { provider: p, name: c } }\n"
        + "routes:\n  r:\n    pool: [a, b, c]\n    reference: c\n    policy: { kind: fixed, use: c }\n    rules: [ { name: n, when: { schema: true }, pool: [a, b] } ]\n",
        "9:55: routes.r.rules[0].pool: the route's policy names `c`, which this rule leaves out");

    [Fact]
    public void Read_CircleOfThree_IsReportedAtEach()
    {
        var errors = TestConfig.Read(Start + "models:\n  a: { use: b }\n  b: { use: c }\n  c: { use: a }\n  d: { use: a }\n").Errors;
        Assert.Equal([4, 5, 6], errors.Select(error => error.Line));
    }

    private static void Check(string text, string expected)
    {
        var errors = TestConfig.Read(text).Errors;
        Assert.True(errors.Count == 1, "expected one error, found:\n" + string.Join('\n', errors));
        var error = errors[0];
        Assert.StartsWith("loadline.yaml:" + expected, error.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"[.?)]$", error.Suggestion);

        // The numbers above were written by hand; what the message quotes must really stand at that place.
        if (error.Message.StartsWith('`') && error.Message.Contains("` is not ", StringComparison.Ordinal))
        {
            var quoted = error.Message.Split('`')[1];
            var line = text.Split('\n')[error.Line - 1];
            Assert.StartsWith(quoted, line[(error.Column - 1)..].TrimStart('"', '\''), StringComparison.Ordinal);
        }
    }

    private static string Providers(string provider) => "version: 1\nproviders: { p: " + provider + " }\nmodels: { m: { provider: p, name: n } }\n";

    // Each level stands ten times for the one below: 10^6 values from seven lines.
    private static string Bomb()
    {
        var text = "l0: &l0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n";
        for (var i = 1; i < 8; i++)
        {
            text += $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat("*l" + (i - 1), 10))}]\n";
        }

        return text;
    }
}
