using System.Text.Json;

namespace Loadline.Core.Checks;

/// <summary>A named way to grade answers: a check, an LLM judge, or labels that people gave.</summary>
/// <remarks>
/// <c>{"kind":"judge","model":"gpt-5.4","rubric":"…"}</c> asks a model for a grade from 0 to 10; <c>pairwise</c> asks it which of two answers
/// is better, in both orders, against the answer of the model that <c>against</c> names; <c>labels</c> reads a file; every other kind is a check.
/// </remarks>
public sealed record GraderDefinition
{
    /// <summary>The kinds that are no checks.</summary>
    public static IReadOnlyList<string> OtherKinds { get; } = ["judge", "pairwise", "labels"];

    /// <summary>Gets what tables and configs call it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what grades: a check's kind, <c>judge</c>, <c>pairwise</c> or <c>labels</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the check; <see langword="null"/> for a judge or labels.</summary>
    public Check? Check { get; init; }

    /// <summary>Gets the judging model.</summary>
    public string? Model { get; init; }

    /// <summary>Gets what the judge is to look at, beside being right and useful.</summary>
    public string? Rubric { get; init; }

    /// <summary>Gets the model whose answer the others are compared with (<c>pairwise</c>).</summary>
    public string? Against { get; init; }

    /// <summary>Gets the file of labels.</summary>
    public string? File { get; init; }

    /// <summary>Gets what labels are divided by to lie in [0,1]. Default: 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Gets the definition as it was written, for a table's header.</summary>
    public JsonElement Source { get; init; }

    /// <exception cref="CheckException">It is malformed; the message says what to write.</exception>
    public static GraderDefinition Read(string name, JsonElement definition)
    {
        var fields = new CheckFields(definition);
        var grader = new GraderDefinition { Name = name, Kind = fields.Kind, Source = definition.Clone() };
        if (!OtherKinds.Contains(fields.Kind, StringComparer.Ordinal))
        {
            var check = CheckReader.Read(definition);
            return check.MustAsk
                ? throw new CheckException("a grader cannot ask inside of another check. Write the judge as a grader of its own: {\"kind\":\"judge\",\"model\":\"gpt-5.4\"}")
                : grader with { Check = check };
        }

        grader = fields.Kind == "labels"
            ? grader with { File = Needed(fields, "file", "labels.jsonl"), Scale = Positive(fields) }
            : grader with { Model = Needed(fields, "model", "gpt-5.4"), Rubric = fields.Text("rubric") };
        grader = fields.Kind == "pairwise" ? grader with { Against = Needed(fields, "against", "large") } : grader;
        fields.RefuseOthers();
        return grader;
    }

    /// <summary>Reads a table header's <c>graders</c>.</summary>
    /// <exception cref="CheckException">One is malformed.</exception>
    public static IReadOnlyList<GraderDefinition> ReadAll(JsonElement graders)
    {
        var all = new List<GraderDefinition>();
        foreach (var grader in graders.EnumerateObject())
        {
            try
            {
                all.Add(Read(grader.Name, grader.Value));
            }
            catch (CheckException error)
            {
                throw new CheckException($"grader '{grader.Name}': {error.Message}", error);
            }
        }

        return all;
    }

    private static double Positive(CheckFields fields) =>
        fields.Number("scale", 1) is > 0 and var scale ? scale : throw new CheckException("`scale` of the kind `labels` must be above 0");

    private static string Needed(CheckFields fields, string name, string example) =>
        fields.Text(name) is { Length: > 0 } text
            ? text : throw new CheckException($"the kind `{fields.Kind}` needs `{name}`. Write {{\"kind\":\"{fields.Kind}\",\"{name}\":\"{example}\"}}");
}
