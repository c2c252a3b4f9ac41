using System.Text;
using Loadline.Core.Catalog;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

public sealed class ChatResponseReaderTests
{
    [Fact]
    public void TryRead_WholeReply_FindsWhatIsRecorded()
    {
        var body = """
            {"id":"c","model":"m-1","choices":[{"index":0,"message":{"content":"\"usage\":{\"prompt_tokens\":1}","usage":{"prompt_tokens":5}},"finish_reason":"stop"},
             {"index":1,"finish_reason":"length"}],"usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
             "prompt_tokens_details":{"cached_tokens":40,"cache_write_tokens":10,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":30}},"error":null}
            """u8;
        Assert.True(ChatResponseReader.TryRead(body, out var facts));
        Assert.Equal(new TokenUsage(100, 40, 10, 50, 30), facts.Usage);
        Assert.Equal(("m-1", "stop", false), (Encoding.UTF8.GetString(facts.Model.In(body)), Encoding.UTF8.GetString(facts.FinishReason.In(body)), facts.HasError));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":2,"prompt_cache_hit_tokens":8,"prompt_cache_miss_tokens":2}""", 10, 8, 2, 0)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":35,"completion_tokens_details":{"reasoning_tokens":20}}""", 10, 0, 25, 20)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":25,"total_tokens":35,"completion_tokens_details":{"reasoning_tokens":20}}""", 10, 0, 25, 20)]
    [InlineData("""{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":161,"text_tokens":7}}""", 168, 161, 8, 0)]
    [InlineData("""{"prompt_tokens":10.0,"completion_tokens":1e1}""", 10, 0, 10, 0)]
    [InlineData("""{"prompt_tokens":-5,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":9}}""", 0, 0, 3, 0)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":null,"prompt_tokens_details":null}""", 10, 0, 0, 0)]
    public void TryRead_ProvidersUsage_InOneForm(string usage, long input, long cached, long output, long reasoning)
    {
        Assert.True(ChatResponseReader.TryRead(Encoding.UTF8.GetBytes("{\"usage\":" + usage + "}"), out var facts));
        Assert.Equal(new TokenUsage(input, cached, 0, output, reasoning), facts.Usage);
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{\"usage\":null}", false)]
    [InlineData("{\"usage\":{}}", false)]
    [InlineData("{\"usage\":7}", false)]
    [InlineData("{\"error\":\"\"}", false)]
    [InlineData("{\"error\":\"x\"}", true)]
    [InlineData("{\"error\":{\"message\":\"x\"}}", true)]
    [InlineData("{\"choices\":[{\"finish_reason\":\"error\",\"error\":{\"code\":502}}]}", true)]
    public void TryRead_NoUsage_IsNull(string body, bool hasError)
    {
        Assert.True(ChatResponseReader.TryRead(Encoding.UTF8.GetBytes(body), out var facts));
        Assert.Null(facts.Usage);
        Assert.Equal(hasError, facts.HasError);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("{\"choices\":[")]
    [InlineData("{\"choices\":[]} x")]
    [InlineData("{\"choices\":[]}{}")]
    public void TryRead_NoJsonObject_IsFalse(string body) => Assert.False(ChatResponseReader.TryRead(Encoding.UTF8.GetBytes(body), out _));

    [Theory]
    [InlineData("""{"data":[{"embedding":[0.1,0.2]}],"model":"e","usage":{"prompt_tokens":8,"total_tokens":8}}""", 8)]
    [InlineData("""{ "usage" : { "prompt_tokens" : 3 } , "data" : [] }""", 3)]
    [InlineData("""{"data":[]}""", null)]
    [InlineData("""{"data":[],"usage":null}""", null)]
    public void ReadEmbeddingsUsage_Reply_GivesPromptTokens(string body, int? tokens) =>
        Assert.Equal(tokens, (int?)ChatResponseReader.ReadEmbeddingsUsage(Encoding.UTF8.GetBytes(body))?.Input);
}
