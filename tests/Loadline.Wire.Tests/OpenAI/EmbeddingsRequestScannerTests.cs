using System.Text;
using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

public sealed class EmbeddingsRequestScannerTests
{
    [Theory]
    [InlineData("\"one\"", 1)]
    [InlineData("[\"one\",\"t\\nwo\"]", 2)]
    [InlineData("[1,2,3]", 0)]
    [InlineData("[[1,2],[3]]", 0)]
    public void Scan_Inputs_OfEveryKind(string input, int texts)
    {
        var facts = new RequestFacts();
        var result = Scan("{\"input\":" + input + ",\"model\":\"e\",\"encoding_format\":\"base64\"}", facts);
        Assert.True(result.Ok, result.Message);
        Assert.Equal((RequestKind.Embeddings, texts, "e"), (facts.Kind, facts.TextCount, ModelName.Read(facts)));
        Assert.All(facts.Texts(), text => Assert.StartsWith("User -1 ", text));
    }

    [Theory]
    [InlineData("{\"model\":\"e\"}", "input", "missing_required_parameter")]
    [InlineData("{\"input\":\"a\"}", "model", "missing_required_parameter")]
    [InlineData("{\"model\":\"e\",\"input\":[]}", "input", "empty_array")]
    [InlineData("{\"model\":\"e\",\"input\":{}}", "input", "invalid_type")]
    [InlineData("{\"model\":\"e\",\"input\":[null]}", "input", "invalid_type")]
    [InlineData("{\"model\":\"e\",\"model\":\"f\",\"input\":\"a\"}", "model", "duplicate_parameter")]
    [InlineData("{\"model\":\"e\",\"input\":\"a\"", null, "invalid_json")]
    public void Scan_BadBody_SaysWhatIsWrong(string body, string? param, string code)
    {
        var result = Scan(body, new RequestFacts());
        Assert.Equal((param, code), (result.Param, result.Code));
    }

    private static ScanResult Scan(string body, RequestFacts facts)
    {
        facts.Reset(Encoding.UTF8.GetBytes(body));
        return EmbeddingsRequestScanner.Scan(facts);
    }
}
