using System.Globalization;
using System.Text.RegularExpressions;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Isolation;

/// <summary>Pooled exchanges that serve one dialect after another: nothing of a request is left for the next one.</summary>
public sealed partial class DialectMixTests
{
    private const int Requests = 800;

    private enum Kind
    {
        Good,
        GoodToo,
        Broken,
        Refused,
        Leaves,
        FailsOver,
    }

    [Fact]
    public async Task Mix_OfAllDialects_EachGetsItsOwnAnswerAndRecord()
    {
        await using var upstream = FakeUpstream.Start();
        upstream.Choose = Script;
        await using var gateway = await TestGateway.StartAsync(Config(upstream.BaseUrl));

        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) => await OneAsync(gateway, i));

        await Invariants.HoldAsync(gateway, upstream);
    }

    private static async Task OneAsync(TestGateway gateway, int number)
    {
        var random = new Random(number);
        var caller = Speech.Callers[random.Next(4)];
        var model = "to-" + Speech.ConfigName(Speech.Callers[random.Next(4)]);
        var streaming = random.Next(2) == 0;
        var kind = KindOf(number);
        var body = Speech.Body(caller, streaming, model).Replace(
            "Hello", $"number-{number}. {new string('x', random.Next(9000))}", StringComparison.Ordinal);
        if (kind == Kind.Leaves)
        {
            await using var client = await gateway.ConnectAsync();
            await client.PostAsync(Speech.Path(caller, streaming, model), body);
            client.Reset();
            return;
        }

        var answer = await gateway.PostAsync(Speech.Path(caller, streaming, model), body);
        var decision = await gateway.DecisionAsync(answer);

        Assert.Equal((Speech.ConfigName(caller), streaming), (decision.Dialect, decision.Stream));
        if (kind == Kind.Refused)
        {
            Assert.Equal((422, $"refused {number}"), (answer.Status, Speech.ErrorMessage(caller, answer.Body)));
        }
        else if (kind == Kind.Broken && streaming)
        {
            Assert.NotEqual(BodyEnd.Complete, answer.End);
            Assert.False(Speech.HasEnd(caller, answer), answer.Body);
            Assert.NotEqual("", Speech.ErrorMessage(caller, answer.Events[^1]));
        }
        else
        {
            Assert.Equal((200, BodyEnd.Complete, $"answer {number}"), (answer.Status, answer.End, Speech.Text(caller, answer)));
            Assert.Equal(kind is Kind.FailsOver || (kind is Kind.Broken && !streaming) ? 2 : 1, decision.Attempts.Count);
            Assert.Equal("ok", decision.Outcome);
        }
    }

    // Every model has a second deployment at another provider of the same dialect, told by its name.
    private static UpstreamScript Script(RecordedRequest request)
    {
        var number = int.Parse(Number().Match(request.BodyText).Groups[1].Value, CultureInfo.InvariantCulture);
        var isSecond = request.Path.Contains("second", StringComparison.Ordinal) || request.BodyText.Contains("\"second\"", StringComparison.Ordinal);
        var good = UpstreamScript.Reply($"answer {number}") with { FragmentSize = number % 2 == 0 ? 0 : 70 };
        return KindOf(number) switch
        {
            Kind.Refused => UpstreamScript.Error(422, "refused", $"refused {number}"),
            Kind.Leaves => UpstreamScript.Hang(),
            Kind.FailsOver when !isSecond => UpstreamScript.Error(503),
            Kind.Broken when !isSecond => good with
            {
                Fault = AsksStream(request) ? UpstreamFault.AfterTokens(FaultKind.Fin, 1) : UpstreamFault.AtByte(FaultKind.Fin, 50),
            },
            _ => good,
        };
    }

    private static bool AsksStream(RecordedRequest request) =>
        request.Path.Contains(":stream", StringComparison.Ordinal) || request.BodyText.Contains("\"stream\":true", StringComparison.Ordinal);

    private static Kind KindOf(int number) => (Kind)(number * 7 % 6);

    private static string Config(Uri url)
    {
        var names = Speech.Callers.Select(Speech.ConfigName).ToList();
        var providers = names.Select(name => $"  {name}: {{ dialect: {name}, url: \"{url}\", api_key: k, breaker: off }}");
        var models = names.Select(name =>
            $"  to-{name}: {{ deployments: [{{ provider: {name}, name: first }}, {{ provider: {name}, name: second }}], price: {{ input: 1, output: 1 }} }}");
        return $"version: 1\nproviders:\n{string.Join('\n', providers)}\nmodels:\n{string.Join('\n', models)}\nserver: {{ recent_decisions: 5000 }}\n";
    }

    [GeneratedRegex("number-([0-9]+)")]
    private static partial Regex Number();
}
