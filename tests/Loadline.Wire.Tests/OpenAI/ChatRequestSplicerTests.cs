using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

public sealed class ChatRequestSplicerTests
{
    private static readonly UpstreamEdits Everything = new(Bytes("\"big-model\""), Bytes("\"low\""), AskUsage: true);

    [Theory]
    [InlineData("""{"model":"a",$}""", """{"reasoning_effort":"low","model":"big-model",$}""")]
    [InlineData("""{ $ , "model" : "a" }""", """{"reasoning_effort":"low", $ , "model" : "big-model" }""")]
    [InlineData("""{"model":"a","stream":true,$}""",
        """{"reasoning_effort":"low","stream_options":{"include_usage":true},"model":"big-model","stream":true,$}""")]
    [InlineData("""{"stream_options":{},"model":"a","reasoning_effort":"high","stream":true,$}""",
        """{"stream_options":{"include_usage":true},"model":"big-model","reasoning_effort":"low","stream":true,$}""")]
    [InlineData("""{"stream":true,"reasoning_effort":null,"stream_options":null,"model":"a",$}""",
        """{"stream":true,"reasoning_effort":"low","stream_options":{"include_usage":true},"model":"big-model",$}""")]
    [InlineData("""{"stream":true,"reasoning_effort":"x","stream_options":{ "include_usage": false , "z":1},"model":"a",$}""",
        """{"stream":true,"reasoning_effort":"low","stream_options":{ "include_usage": true , "z":1},"model":"big-model",$}""")]
    [InlineData("""{"stream":true,"reasoning_effort":"x","stream_options":{"z":1},"model":"a",$}""",
        """{"stream":true,"reasoning_effort":"low","stream_options":{"include_usage":true,"z":1},"model":"big-model",$}""")]
    [InlineData("""{"stream":true,"reasoning_effort":"x","stream_options":{"include_usage":true},"model":"a",$}""",
        """{"stream":true,"reasoning_effort":"low","stream_options":{"include_usage":true},"model":"big-model",$}""")]
    [InlineData("""{"stream":false,"reasoning_effort":"x","stream_options":{},"model":"a",$}""",
        """{"stream":false,"reasoning_effort":"low","stream_options":{},"model":"big-model",$}""")]
    public void Splice_Everything_ChangesOnlyThat(string body, string expected) =>
        Assert.Equal(Filled(expected), Spliced(Filled(body), Everything));

    [Theory]
    [InlineData("""{"loadline":{"task":"code"}}""", "{}")]
    [InlineData("""{"a":"b", "loadline":{"task":"code"}}""", """{"a":"b"}""")]
    [InlineData("""{"loadline":{"task":"code"} , "a":"b"}""", """{"a":"b"}""")]
    [InlineData("""{"a":"b","loadline":{},"c":"d"}""", """{"a":"b","c":"d"}""")]
    [InlineData("""{"loadline.task":"code","a":"b"}""", """{"loadline.task":"code","a":"b"}""")]
    public void Splice_Hints_OnlyTheNestedFormGoes(string metadata, string expected) =>
        Assert.Equal(
            "{\"model\":\"a\",\"metadata\":" + expected + "," + Scanned.Hello + "}",
            Spliced("{\"model\":\"a\",\"metadata\":" + metadata + "," + Scanned.Hello + "}", default));

    [Fact]
    public void Splice_NoEdits_IsTheSameBytes()
    {
        var body = """{ "x":[1, 2.50,"\u00e9"], "model":"a","stream":true, """ + Scanned.Hello + " }\n";
        Assert.Equal(body, Spliced(body, default));
    }

    [Fact]
    public void Splice_Embeddings_ReplacesTheModel()
    {
        var facts = new Core.Facts.RequestFacts();
        facts.Reset(Bytes("{\"input\":\"x\",\"model\":\"a\",\"dimensions\":5}"));
        Assert.True(EmbeddingsRequestScanner.Scan(facts).Ok);
        ChatRequestSplicer.Splice(facts, new UpstreamEdits(Bytes("\"e\""), default, true), out var spliced);
        Assert.Equal("{\"input\":\"x\",\"model\":\"e\",\"dimensions\":5}", Write(spliced));
    }

    [Fact]
    public void Splice_RandomBodies_TouchesNoOtherMember() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (seed, mask) =>
        {
            var body = new RandomBody(seed).Build();
            var edits = new UpstreamEdits(
                (mask & 1) != 0 ? Bytes("\"big\"") : default, (mask & 2) != 0 ? Bytes("\"low\"") : default, (mask & 4) != 0);
            using var before = JsonDocument.Parse(body);
            using var after = JsonDocument.Parse(Spliced(body, edits));
            Assert.Equal(Others(before), Others(after));
            AssertEdited(before.RootElement, after.RootElement, edits);
        }).QuickCheckThrowOnFailure();

    private static void AssertEdited(JsonElement before, JsonElement after, UpstreamEdits edits)
    {
        Assert.Equal(edits.QuotedModel.IsEmpty ? Raw(before, "model") : "\"big\"", Raw(after, "model"));
        Assert.Equal(edits.QuotedEffort.IsEmpty ? Raw(before, "reasoning_effort") : "\"low\"", Raw(after, "reasoning_effort"));
        if (edits.AskUsage && Raw(before, "stream") == "true")
        {
            Assert.True(after.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        }
        else
        {
            Assert.Equal(Raw(before, "stream_options"), Raw(after, "stream_options"));
        }

        Assert.Equal(Metadata(before), Metadata(after));
        Assert.DoesNotContain("\"loadline\"", Raw(after, "metadata") ?? string.Empty);
    }

    // Metadata without the nested hints.
    private static List<string>? Metadata(JsonElement root) =>
        root.TryGetProperty("metadata", out var metadata)
            ? [.. metadata.EnumerateObject().Where(member => member.Name != "loadline").Select(member => member.ToString())]
            : null;

    private static string? Raw(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    private static List<string> Others(JsonDocument document) =>
        [.. document.RootElement.EnumerateObject()
            .Where(member => member.Name is not ("model" or "reasoning_effort" or "stream_options" or "metadata"))
            .Select(member => member.ToString())];

    private static string Filled(string body) => body.Replace("$", Scanned.Hello, StringComparison.Ordinal);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Spliced(string body, UpstreamEdits edits)
    {
        ChatRequestSplicer.Splice(Scanned.Chat(body), edits, out var spliced);
        return Write(spliced);
    }

    // All three ways out must agree, with each other and with the length announced.
    private static string Write(SplicedBody spliced)
    {
        var written = new ArrayBufferWriter<byte>();
        spliced.WriteTo(written);
        var copied = new byte[spliced.Length];
        spliced.CopyTo(copied);
        var pieces = Enumerable.Range(0, spliced.Count).SelectMany(i => spliced[i].ToArray()).ToArray();
        Assert.Equal(copied, written.WrittenSpan.ToArray());
        Assert.Equal(copied, pieces);
        return Encoding.UTF8.GetString(copied);
    }
}
