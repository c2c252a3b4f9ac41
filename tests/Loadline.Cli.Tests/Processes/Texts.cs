namespace Loadline.Cli.Tests.Processes;

/// <summary>Small inputs that the process tests share.</summary>
internal static class Texts
{
    public const string Config =
        """
        version: 1
        providers:
          sim: { dialect: simulated }
        models:
          small: { price: { input: 1, output: 2 }, can: [tools], deployments: [ { provider: sim, name: small } ] }
          large: { price: { input: 10, output: 20 }, can: [tools], deployments: [ { provider: sim, name: large } ] }
        routes:
          auto:
            pool: [small, large]
            reference: large
            mode: enforce
            quality: uncertified
            rules:
              - { name: urgent, when: { priority: critical }, use: large }
            policy: { kind: tiered, tiers: [ { below: 0.5, use: small }, { use: large } ] }
        """;

    // Three errors on three lines: a policy that is not there, an unknown model, a misspelt key.
    public const string BrokenConfig =
        """
        version: 1
        providers:
          sim: { dialect: simulated }
        models:
          small: { prise: { input: 1, output: 2 }, deployments: [ { provider: sim, name: small } ] }
        routes:
          auto:
            pool: [small, missing]
            reference: small
            policy: { kind: clever }
        """;

    public const string Table =
        """
        {"id":"r1","prompt":"What is 2 + 2?","outcomes":{"weak":{"quality":1,"cost":0.001,"response":"4","output_tokens":1},"strong":{"quality":1,"cost":0.01,"response":"Four.","output_tokens":2}}}
        {"id":"r2","prompt":"Prove it.","outcomes":{"weak":{"quality":0,"cost":0.002},"strong":{"quality":0.5,"cost":0.02}}}

        {"id":"r3","group":"talk","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Bye"}],"outcomes":{"weak":{"quality":1,"cost":0.0005,"response":"Bye \ud83d\udc4b"},"strong":{"quality":1,"cost":0.005,"response":"Goodbye"}}}
        {"id":"r4","prompt":"What is 2 + 2?","outcomes":{"weak":{"quality":0,"cost":0.001,"response":"5"},"strong":{"quality":1,"cost":0.01,"response":"4"}}}
        """;
}
