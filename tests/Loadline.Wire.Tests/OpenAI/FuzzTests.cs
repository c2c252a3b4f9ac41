using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

/// <summary>Nothing that comes over the wire makes a reader throw or misread.</summary>
public sealed class FuzzTests
{
    private const string Stream =
        """data: {"model":"m","choices":[{"delta":{"content":"a"},"finish_reason":null}],"usage":null}""" + "\r\n\r\n"
        + """data: {"model":"m","choices":[{"delta":{},"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":1}}}""" + "\n\n"
        + """data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}""" + "\n\nevent: error\ndata: {\"error\":{\"message\":\"x\"}}\n\ndata: [DONE]\n\n";

    [Fact]
    public void Scan_DamagedBodies_AreRefusedOrTrulyJson() => Check(seed =>
    {
        var random = new Random(seed);
        var body = Damage(Encoding.UTF8.GetBytes(new RandomBody(seed).Build()), random);
        var facts = new RequestFacts();
        facts.Reset(body);
        if (!ChatRequestScanner.Scan(facts).Ok)
        {
            return;
        }

        using var before = JsonDocument.Parse(body);
        ChatRequestSplicer.Splice(facts, new UpstreamEdits("\"big\""u8.ToArray(), "\"low\""u8.ToArray(), true), out var spliced);
        var bytes = new byte[spliced.Length];
        spliced.CopyTo(bytes);
        using var after = JsonDocument.Parse(bytes);
        Assert.Equal("big", Assert.Single(after.RootElement.EnumerateObject(), member => member.NameEquals("model")).Value.GetString());
        Assert.True(facts.Text().All.Length >= 0);
    });

    [Fact]
    public void Relay_DamagedStreams_PassByteForByteInAnySlicing() => Check(seed =>
    {
        var random = new Random(seed);
        var stream = Damage(Encoding.UTF8.GetBytes(Stream), random);
        Assert.Equal(stream, Relay(stream, showUsage: true, stream.Length));
        Assert.Equal(stream, Relay(stream, showUsage: true, random.Next(1, 40)));
        Assert.Equal(Relay(stream, showUsage: false, stream.Length), Relay(stream, showUsage: false, random.Next(1, 40)));
    });

    [Fact]
    public void Read_DamagedReplies_NeverThrow() => Check(seed =>
    {
        var random = new Random(seed);
        var error = Damage("""{"type":"error","error":{"message":"M\u00e9","type":"T","code":5,"metadata":{"raw":[1]}},"detail":[{"msg":"x"}]}"""u8.ToArray(), random);
        Assert.NotEmpty(OpenAIErrors.Read(error).Message);
        var reply = Damage("""{"model":"m","choices":[{"message":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"""u8.ToArray(), random);
        var isRead = ChatResponseReader.TryRead(reply, out var facts);
        Assert.True(isRead || facts == default);
        _ = ChatResponseReader.ReadEmbeddingsUsage(reply);
    });

    private static void Check(Action<int> property) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(1_000_000));

    // Up to three bytes changed, dropped or doubled, or the end cut off.
    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = bytes.ToList();
        for (var i = random.Next(4); i > 0 && damaged.Count > 1; i--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged[at] = (byte)"{}[]\",:\\\r\n"[random.Next(10)];
                    break;
                case 2:
                    damaged.RemoveAt(at);
                    break;
                case 3:
                    damaged.Insert(at, damaged[at]);
                    break;
                default:
                    damaged.RemoveRange(at, Math.Min(damaged.Count - at - (at == 0 ? 1 : 0), random.Next(1, 20)));
                    break;
            }
        }

        return [.. damaged];
    }

    private static byte[] Relay(byte[] stream, bool showUsage, int slice)
    {
        using var relay = new ChatStreamRelay();
        relay.Reset(showUsage);
        var output = new ArrayBufferWriter<byte>();
        foreach (var chunk in stream.Chunk(slice))
        {
            Assert.True(relay.Push(chunk, output));
        }

        relay.Complete(output);
        return output.WrittenSpan.ToArray();
    }
}
