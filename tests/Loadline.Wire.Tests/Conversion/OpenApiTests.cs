using System.Buffers;
using Loadline.Testing;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>What is written for OpenAI, held to OpenAI's published description of its API.</summary>
public sealed class OpenApiTests(ITestOutputHelper log)
{
    [DataTheory(OpenApiSchemas.File, "wire/captures")]
    [InlineData("CreateChatCompletionRequest", "gpt-4.1")]
    [InlineData("CreateChatCompletionRequest", "gpt-5.1")]
    [InlineData("CreateResponse", "gpt-4.1")]
    [InlineData("CreateResponse", "gpt-5.1")]
    public void WriteRequest_WhatEveryClientSends_IsAsOpenAIDescribesIt(string schema, string model)
    {
        var schemas = new OpenApiSchemas(schema);
        var dialect = schema == "CreateResponse" ? Dialect.OpenAIResponses : Dialect.OpenAIChat;
        var target = new UpstreamTarget(dialect, model) { Server = UpstreamServer.OpenAI };
        var faults = new List<string>();
        var count = 0;

        // Requests in the dialect itself are not written but passed on as they are.
        foreach (var sent in RecordedRequests.Captures().Concat(RecordedRequests.Recorded()).Where(sent => sent.Dialect != dialect))
        {
            var isStream = sent.Url.Contains(":stream", StringComparison.Ordinal);
            var result = ChatConversion.TryReadRequest(sent.Dialect, sent.Request, "gemini", isStream, out var request);
            if (!result.Ok)
            {
                faults.Add($"{sent.Name}: refused, {result.Message}");
                continue;
            }

            using (request)
            {
                var output = new ArrayBufferWriter<byte>();
                ChatConversion.WriteRequest(request, target, output, new ConversionLosses());
                count++;
                if (schemas.FindProblem(output.WrittenMemory) is { } problem)
                {
                    faults.Add($"{sent.Dialect} {sent.Name}: {problem}");
                }
            }
        }

        log.WriteLine($"{count - faults.Count} of {count} as described");
        Assert.True(faults.Count == 0, $"{faults.Count} of {count}:\n{string.Join('\n', faults.Take(40))}");
    }

    [DataTheory(OpenApiSchemas.File)]
    [InlineData("CreateChatCompletionRequest", """{"model":"m","messages":[{"role":"user","content":"x"}]}""", true)]
    [InlineData("CreateChatCompletionRequest", """{"model":"m","messages":[{"role":"user","content":7}]}""", false)]
    [InlineData("CreateChatCompletionRequest", """{"model":"m","messages":[{"role":"tool","content":"x"}]}""", false)]
    [InlineData("CreateChatCompletionRequest", """{"model":"m","messages":[{"role":"user","content":"x"}],"top_k":1}""", false)]
    [InlineData("CreateChatCompletionRequest", """{"model":"m"}""", false)]
    [InlineData("CreateResponse", """{"model":"m","input":"x"}""", true)]
    [InlineData("CreateResponse", """{"model":"m","input":[{"type":"function_call","name":"f"}]}""", false)]
    [InlineData("CreateResponse", """{"model":"m","input":"x","max_output_tokens":"7"}""", false)]
    public void FindProblem_GoodAndBadBodies_AreToldApart(string schema, string body, bool isGood) =>
        Assert.Equal(isGood, new OpenApiSchemas(schema).FindProblem(System.Text.Encoding.UTF8.GetBytes(body)) is null);
}
