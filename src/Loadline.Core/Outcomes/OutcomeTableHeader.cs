using System.Text.Json;

namespace Loadline.Core.Outcomes;

/// <summary>The optional first line of an outcome table: <c>{"loadline_table":1,"unit":"USD","graders":{…}}</c>.</summary>
public sealed record OutcomeTableHeader
{
    /// <summary>The field that tells a header from a row; it comes first.</summary>
    public const string VersionField = "loadline_table";

    /// <summary>The format version that this Loadline reads and writes.</summary>
    public const int Version = 1;

    /// <summary>Gets what <c>cost</c> counts. Default: USD.</summary>
    public string Unit { get; init; } = "USD";

    /// <summary>Gets the graders by name, an object of definitions; <see langword="null"/> where the table names none.</summary>
    public JsonElement? Graders { get; init; }

    /// <summary>Gets what the models' names stand for (versions, parameters, prices); free in form.</summary>
    public JsonElement? Candidates { get; init; }

    /// <summary>Gets the fields this version does not know, kept as they are.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Rest { get; init; } = [];
}
