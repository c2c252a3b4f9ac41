using System.Buffers;
using System.Text;
using Loadline.Testing;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

public sealed class OpenAIErrorsTests
{
    [Fact]
    public void Write_Envelope_IsOpenAIs()
    {
        var output = new ArrayBufferWriter<byte>();
        OpenAIErrors.WriteEnvelope(output, "No \"such\" model.", "invalid_request_error", null, "model_not_found");
        Assert.Equal(
            """{"error":{"message":"No \"such\" model.","type":"invalid_request_error","param":null,"code":"model_not_found"}}""",
            Encoding.UTF8.GetString(output.WrittenSpan));
        var read = OpenAIErrors.Read(output.WrittenSpan);
        Assert.Equal(("No \"such\" model.", "invalid_request_error", "model_not_found"), (read.Message, read.Type, read.Code));
    }

    [Fact]
    public void Write_Event_IsOneTheRelayUnderstands()
    {
        var output = new ArrayBufferWriter<byte>();
        OpenAIErrors.WriteEvent(output, "Line one\nline two", "api_error", null, null);
        using var relay = new ChatStreamRelay();
        relay.Reset(showUsage: false);
        relay.Push(output.WrittenSpan, new ArrayBufferWriter<byte>());
        Assert.Equal("Line one\nline two", relay.Error?.Message);
    }

    [Theory]
    [InlineData("""{"error":{"message":"M","type":"T","param":null,"code":"C"}}""", "M", "T", "C")]
    [InlineData("""{"error":{"code":429,"message":"M","metadata":{"raw":"other"}}}""", "M", null, "429")]
    [InlineData("""{"type":"error","error":{"type":"T","message":"M"},"request_id":"r"}""", "M", "T", null)]
    [InlineData("""{"error":{"message":"M","type":"T"},"type":"error"}""", "M", "T", null)]
    [InlineData("""{"error":"M"}""", "M", null, null)]
    [InlineData("""{"code":"C","error":"M"}""", "M", null, "C")]
    [InlineData("""{"detail":"M"}""", "M", null, null)]
    [InlineData("""{"detail":[{"loc":["body"],"msg":"M","type":"T"}]}""", "M", "T", null)]
    [InlineData("""[{"error":{"code":400,"message":"M","status":"INVALID_ARGUMENT"}}]""", "M", "INVALID_ARGUMENT", "400")]
    [InlineData("""{"object":"error","message":"M","type":"T","code":404}""", "M", "T", "404")]
    [InlineData("""{"error":{"code":{"x":"y"},"message":"M"}}""", "M", null, null)]
    [InlineData("""{"error":{"type":"T","message":"cut of""", "cut of", "T", null)]
    [InlineData("""{"other":1}""", """{"other":1}""", null, null)]
    [InlineData("Bad gateway", "Bad gateway", null, null)]
    [InlineData("\"Busy\"", "Busy", null, null)]
    [InlineData("<html><head><title>502 Bad Gateway</title></head></html>", "The upstream answered with a web page: 502 Bad Gateway", null, null)]
    [InlineData(" \n", "The upstream gave no reason.", null, null)]
    public void Read_AnyShape_FindsTheMessage(string body, string message, string? type, string? code)
    {
        var error = OpenAIErrors.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal((message, type, code), (error.Message, error.Type, error.Code));
    }

    [Fact]
    public void Read_LongMessage_IsClipped() =>
        Assert.Equal(2000, OpenAIErrors.Read(Encoding.UTF8.GetBytes("{\"error\":\"" + new string('x', 9000) + "\"}")).Message.Length);

    [DataFact("wire/ERRORS.txt")]
    public void Read_EveryRecordedError_HasItsMessage()
    {
        var replies = File.ReadAllLines(DataFolder.Path("wire/ERRORS.txt")).Where(line => line.Length > 0 && line[0] != '#').ToList();
        Assert.Equal(59, replies.Count);
        Assert.All(replies, reply =>
        {
            var body = reply[reply.IndexOfAny(['{', '['])..reply.LastIndexOf(" | ", StringComparison.Ordinal)];
            var message = OpenAIErrors.Read(Encoding.UTF8.GetBytes(body)).Message;
            Assert.False(message[0] is '{' or '[', message);
            Assert.NotEqual("The upstream gave no reason.", message);
        });
    }
}
