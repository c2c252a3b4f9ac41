using BenchmarkDotNet.Attributes;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Wire.OpenAI;

namespace Loadline.Benchmarks;

/// <summary>What a routing decision costs, from the body's bytes to the plan: the whole brain, no network.</summary>
/// <remarks>The bars: five rules and <c>tiered</c> 20 µs, every signal 60 µs, nothing allocated.</remarks>
[MemoryDiagnoser]
[MedianColumn]
public class DecisionBenchmarks
{
    private const string Head = """
        version: 1
        providers:
          bench: { dialect: openai-chat, url: "http://127.0.0.1:9/v1" }
        models:
          small: { provider: bench, name: small }
          medium: { provider: bench, name: medium }
          large: { provider: bench, name: large }
        routes:
          auto:
            pool: [small, medium, large]
            reference: large
            mode: enforce
            quality: uncertified
            policy: { kind: tiered, tiers: [ { below: 0.3, use: small }, { below: 0.6, use: medium }, { use: large } ] }

        """;

    private const string FiveRules = """
            rules:
              - { name: long, when: { tokens: "> 30k" }, use: large }
              - { name: background, when: { header: { x-request-class: auxiliary } }, use: small }
              - { name: proofs, when: { all: [ { task: math }, { complexity: ">= 0.95" } ] }, use: large }
              - { name: translation, when: { task: translate }, use: small }
              - { name: hard-code, when: { all: [ { task: code }, { complexity: ">= 0.95" } ] }, use: large }
        """;

    // Every signal is asked for and none of the rules holds, so that all are paid for.
    private const string EverySignal = """
            rules:
              - { name: long, when: { tokens: "> 30k" }, use: large }
              - { name: many-turns, when: { turns: "> 1000" }, use: large }
              - { name: language, when: { language: yo }, use: large }
              - { name: task, when: { task: translate }, use: small }
              - { name: domain, when: { domain: food }, use: small }
              - { name: code, when: { code: ">= 0.99" }, use: large }
              - { name: math, when: { math: ">= 0.99" }, use: large }
              - { name: complexity, when: { complexity: ">= 0.999" }, use: large }
              - { name: private, when: { pii: [ssn, iban, card, email, phone] }, use: small }
              - { name: images, when: { images: true }, use: large }
              - { name: audio, when: { audio: true }, use: large }
              - { name: tools, when: { tools: true }, use: large }
              - { name: schema, when: { schema: true }, use: large }
              - { name: keywords, when: { keywords: [refund, "opening hours", outage, breach, invoice] }, use: small }
              - { name: pattern, when: { regex: "ticket-[0-9]{6}" }, use: small }
              - { name: header, when: { header: { x-request-class: auxiliary } }, use: small }
              - { name: metadata, when: { metadata: { team: research } }, use: large }
              - { name: priority, when: { priority: critical }, use: large }
        """;

    private readonly RoutingContext _context = new();
    private readonly Random _random = new(1);
    private byte[] _body = [];
    private RuntimeSnapshot _fiveRules = null!;
    private RuntimeSnapshot _everySignal = null!;

    /// <summary>Gets or sets the shape of the 2 KB body: several short turns, or one long user message (all of it is read for its content).</summary>
    [Params("turns", "one message")]
    public string Body { get; set; } = "turns";

    [GlobalSetup]
    public void Setup()
    {
        _body = Body == "turns" ? ChatBodies.OfSize(2 * 1024) : ChatBodies.OneMessage(2 * 1024);
        _fiveRules = Build(Head + FiveRules);
        _everySignal = Build(Head + EverySignal);
        Expect(Decide(_fiveRules));
        Expect(Decide(_everySignal));
    }

    /// <summary>The scan alone: the part that a call without routing pays, too.</summary>
    [Benchmark(Baseline = true)]
    public bool Scan()
    {
        _context.Facts.Reset(_body);
        return ChatRequestScanner.Scan(_context.Facts).Ok;
    }

    [Benchmark]
    public RoutingStatus FiveRulesAndTiered() => Decide(_fiveRules);

    [Benchmark]
    public RoutingStatus EverySignalAndTiered() => Decide(_everySignal);

    private RoutingStatus Decide(RuntimeSnapshot snapshot)
    {
        _context.Facts.Reset(_body);
        ChatRequestScanner.Scan(_context.Facts);
        _context.Begin(snapshot, _random);
        return Router.Decide(_context, snapshot.Find("auto"u8));
    }

    // A rule that fires would end the work early and flatter the figure.
    private void Expect(RoutingStatus status)
    {
        if (status != RoutingStatus.Decided || _context.Rule is not null)
        {
            throw new InvalidOperationException($"The benchmark's request was meant to pass every rule; {status}, rule {_context.Rule?.Name}.");
        }
    }

    private static RuntimeSnapshot Build(string yaml)
    {
        var result = ConfigReader.Read(yaml, "benchmark.yaml", static _ => null);
        var config = result.Config ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
        return SnapshotBuilder.Build(config, null, BuiltInCatalog.Instance);
    }
}
