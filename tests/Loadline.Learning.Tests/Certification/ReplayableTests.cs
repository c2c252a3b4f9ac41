using Loadline.Core.Configuration;
using Loadline.Learning.Certification;

namespace Loadline.Learning.Tests.Certification;

public sealed class ReplayableTests
{
    [Theory]
    [InlineData("policy: cheapest", null)]
    [InlineData("rules: [ { name: r, when: { turns: 1, task: math }, use: small } ], policy: cheapest", null)]
    [InlineData("rules: [ { name: r, when: { header: { x-team: a } }, use: small } ], policy: cheapest", "Rule r")]
    [InlineData("rules: [ { name: r, when: { any: [ { turns: 1 }, { not: { metadata: { team: a } } } ] }, use: small } ], policy: cheapest", "Rule r")]
    [InlineData("rules: [ { name: r, when: { priority: batch }, use: small } ], policy: cheapest", "Rule r")]
    [InlineData("rules: [ { name: r, when: { request_class: auxiliary }, use: small } ], policy: cheapest", "Rule r")]
    [InlineData("rules: [ { name: r, when: { turns: 1 }, policy: least-busy } ], policy: cheapest", "least-busy")]
    [InlineData("policy: fastest", "fastest")]
    [InlineData("policy: { kind: cheapest, prefer: { ttft: 2s } }", "cheapest")]
    [InlineData("policy: cheapest, sessions: { margin: 20% }", "sessions")]
    [InlineData("plan: { kind: cascade, steps: [small, large], accept: { kind: stop } }", "plan")]
    public void Check_WhatRowsCannotShow_IsRefused(string route, string? expected)
    {
        var result = ConfigReader.Read(
            "version: 1\nproviders: { sim: { dialect: simulated } }\nmodels: { small: { provider: sim, name: s, price: { input: 1, output: 1 } }, large: { provider: sim, name: l, price: { input: 2, output: 2 } } }\n"
            + "routes: { auto: { pool: [small, large], reference: large, " + route + " } }",
            "x.yaml",
            static _ => null);
        Assert.Empty(result.Errors);
        var error = Record.Exception(() => Replayable.Check(result.Config!.Routes[0]));
        if (expected is null)
        {
            Assert.Null(error);
            return;
        }

        Assert.Contains(expected, Assert.IsType<CertifyException>(error).Message, StringComparison.Ordinal);
    }
}
