using System.Text;
using Loadline.Core.Facts;
using Loadline.Core.Signals;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

public sealed class HintTests
{
    [Theory]
    [InlineData("""{"loadline.task":"code","loadline.priority":"batch","loadline.max_cost_usd":"0.05","loadline.max_latency_ms":"2000"}""")]
    [InlineData("""{"loadline":{"task":"Code","priority":"BATCH","max_cost_usd":0.05,"max_latency_ms":2e3}}""")]
    [InlineData("""{"loadline":{"t\u0061sk":"code","max_cost_usd":"0.05"},"x":"y","loadline.priority":"batch","loadline.max_latency_ms":2000}""")]
    public void Scan_Hints_BothForms(string metadata)
    {
        var hints = Scanned.Chat("{\"model\":\"a\"," + Scanned.Hello + ",\"metadata\":" + metadata + "}").Hints;
        Assert.Equal((TaskKind.Code, RequestPriority.Batch, 0.05, 2000.0), (hints.Task, hints.Priority, hints.MaxCostUsd, hints.MaxLatencyMs));
    }

    [Theory]
    [InlineData("""{"loadline.task":"coding"}""", "metadata.loadline.task", "code")]
    [InlineData("""{"loadline":{"priority":"urgent"}}""", "metadata.loadline.priority", "critical")]
    [InlineData("""{"loadline":{"priority":1}}""", "metadata.loadline.priority", "critical")]
    [InlineData("""{"loadline":{"max_cost_usd":-1}}""", "metadata.loadline.max_cost_usd", "0.05")]
    [InlineData("""{"loadline.max_cost_usd":"$1"}""", "metadata.loadline.max_cost_usd", "0.05")]
    [InlineData("""{"loadline.max_latency_ms":"2s"}""", "metadata.loadline.max_latency_ms", "2000")]
    [InlineData("""{"loadline.max_latency_ms":"NaN"}""", "metadata.loadline.max_latency_ms", "2000")]
    [InlineData("""{"loadline":{"max_cost":"1"}}""", "metadata", "max_cost_usd")]
    [InlineData("""{"loadline.max_cost":"1"}""", "metadata", "max_cost_usd")]
    [InlineData("""{"loadline":"code"}""", "metadata.loadline", "task")]
    [InlineData("""{"loadline":{},"loadline":{}}""", "metadata.loadline", "once")]
    public void Scan_MalformedHint_SaysWhatToWrite(string metadata, string param, string advice)
    {
        var result = Scanned.Refused("{\"model\":\"a\"," + Scanned.Hello + ",\"metadata\":" + metadata + "}");
        Assert.Equal(param, result.Param);
        Assert.Contains(advice, result.Message);
    }

    [Fact]
    public void Headers_BesideMetadata_TheTighterLimitWins()
    {
        var facts = Scanned.Chat(
            "{\"model\":\"a\"," + Scanned.Hello + ",\"metadata\":{\"loadline\":{\"task\":\"math\",\"max_cost_usd\":1,\"max_latency_ms\":500}}}");
        var headers = new Headers { ["x-loadline-task"] = "code", ["x-loadline-max-cost-usd"] = "0.5", ["x-loadline-max-latency-ms"] = "900" };
        Assert.True(HintReader.Read(headers, facts).Ok);
        Assert.Equal((TaskKind.Code, 0.5, 500.0), (facts.Hints.Task, facts.Hints.MaxCostUsd, facts.Hints.MaxLatencyMs));
        Assert.Null(facts.Hints.Priority);
    }

    [Fact]
    public void Headers_Malformed_NamesTheHeader()
    {
        var result = HintReader.Read(new Headers { ["x-loadline-priority"] = "batch, batch" }, Scanned.Chat("{\"model\":\"a\"," + Scanned.Hello + "}"));
        Assert.Equal(("x-loadline-priority", "invalid_hint"), (result.Param, result.Code));
    }

    private sealed class Headers : Dictionary<string, string>, IRequestHeaders
    {
        public string? Find(string name) => this.GetValueOrDefault(name);
    }
}
