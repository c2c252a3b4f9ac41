using System.Buffers;
using System.Text;
using System.Text.Json;
using Loadline.Core.Checks;
using Loadline.Core.Runtime;

namespace Loadline.Gateway.External;

/// <summary>Writes what is asked on behalf of checks, and reads what is said.</summary>
internal static class CheckQuestion
{
    /// <summary>Writes a judge's question as a Chat Completions body.</summary>
    public static byte[] WriteJudge(JudgeCheck check, DeploymentSnapshot deployment, CandidateSnapshot model, AnswerToCheck answer) =>
        WriteJudge(deployment.Name, model.Effort, check.Rubric, answer.Prompt, answer.Text);

    /// <summary>Writes a judge's question as a Chat Completions body.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="effort">Its reasoning effort; <see langword="null"/>: its own.</param>
    /// <param name="rubric">What it is to look at above all.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">What is to be graded.</param>
    /// <param name="most">The most characters of either that are shown.</param>
    public static byte[] WriteJudge(string model, string? effort, string? rubric, string request, string answer, int most = int.MaxValue)
    {
        var text = new StringBuilder();
        JudgePrompt.Section(text, "request", request, most);
        JudgePrompt.Section(text, "answer", answer, most);
        return Write(json =>
        {
            json.WriteString("model", model);
            if (effort is not null)
            {
                json.WriteString("reasoning_effort", effort);
            }

            json.WriteStartArray("messages");
            Message(json, "system", JudgePrompt.GradeInstructions(rubric));
            Message(json, "user", text.ToString());
            json.WriteEndArray();
            json.WriteStartObject("response_format");
            json.WriteString("type", "json_schema");
            json.WriteStartObject("json_schema");
            json.WriteString("name", "grade");
            json.WriteBoolean("strict", true);
            json.WritePropertyName("schema");
            json.WriteRawValue(JudgePrompt.GradeSchema);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>Writes what a service is sent: <c>{"prompt", "answer", "model", "stop_reason"}</c>.</summary>
    public static byte[] WriteHttp(AnswerToCheck answer) => Write(json =>
    {
        json.WriteString("prompt", answer.Prompt);
        json.WriteString("answer", answer.Text);
        json.WriteString("model", answer.Model);
        json.WriteString("stop_reason", answer.StopReason);
    });

    /// <summary>Reads what a service said: <c>{"score": 0.8, "reason": "…"}</c> or <c>{"pass": true}</c>.</summary>
    public static AskedResult ReadHttp(ReadOnlyMemory<byte> reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply);
            var said = json.RootElement;
            if (said.ValueKind == JsonValueKind.Object)
            {
                if (said.TryGetProperty("score", out var score) && score.ValueKind == JsonValueKind.Number && score.GetDouble() is >= 0 and <= 1 and var value)
                {
                    return new AskedResult(value, JudgePrompt.Reason(said));
                }

                if (said.TryGetProperty("pass", out var pass) && pass.ValueKind is JsonValueKind.True or JsonValueKind.False)
                {
                    return new AskedResult(pass.GetBoolean() ? 1 : 0, JudgePrompt.Reason(said));
                }
            }
        }
        catch (JsonException)
        {
            // Said below, as for any other reply of no use.
        }

        return AskedResult.Failed("the service said neither `score` from 0 to 1 nor `pass`");
    }

    /// <summary>Reads the text of a Chat Completions reply; empty where there is none.</summary>
    public static string ReadText(ReadOnlyMemory<byte> reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply);
            return json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString() ?? "";
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return "";
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Message(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
        json.WriteEndObject();
    }
}
