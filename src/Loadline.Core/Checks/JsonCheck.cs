using System.Text.Json;

namespace Loadline.Core.Checks;

/// <summary>The answer is JSON, and fits a schema where there is one; a Markdown code fence around it is allowed.</summary>
/// <param name="schema">The schema; <see langword="null"/>: the row's own, else any JSON will do.</param>
public sealed class JsonCheck(JsonSchema? schema) : Check
{
    /// <inheritdoc/>
    public override string Kind => "json_schema";

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        try
        {
            if (schema is null && answer.SchemaProblem is { } unreadable)
            {
                return CheckResult.Fail(unreadable);
            }

            using var document = JsonDocument.Parse(Unfenced(answer.Text));
            var wanted = schema ?? (answer.Schema is { } own ? new JsonSchema(own) : null);
            return wanted?.FindProblem(document.RootElement) is { } problem ? CheckResult.Fail(problem) : CheckResult.Pass;
        }
        catch (JsonException)
        {
            return CheckResult.Fail("not JSON");
        }
    }

    private static ReadOnlyMemory<char> Unfenced(string text)
    {
        var trimmed = text.AsMemory().Trim();
        if (!trimmed.Span.StartsWith("```") || !trimmed.Span.EndsWith("```"))
        {
            return trimmed;
        }

        var lineEnd = trimmed.Span.IndexOf('\n');
        return lineEnd < 0 || lineEnd >= trimmed.Length - 3 ? trimmed : trimmed[(lineEnd + 1)..^3];
    }
}
