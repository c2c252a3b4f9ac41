using System.Text.Json;

namespace Loadline.Core.Outcomes;

/// <summary>One prompt and how each model did on it: a line of an outcome table.</summary>
public sealed record OutcomeRow
{
    /// <summary>Gets the row's id, which no other row of the table has.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the data set's own label for the row (a subject, a task); never a serving-time signal.</summary>
    public string? Group { get; init; }

    /// <summary>Gets the prompt; <see langword="null"/> where <see cref="Messages"/> holds a conversation.</summary>
    public string? Prompt { get; init; }

    /// <summary>Gets the conversation, as Chat Completions messages.</summary>
    public JsonElement? Messages { get; init; }

    /// <summary>Gets the tools offered with the conversation, as Chat Completions tools.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Gets the hashed features of a request whose text was not kept, in place of <see cref="Prompt"/> and <see cref="Messages"/>.</summary>
    public StoredFeatures? Features { get; init; }

    /// <summary>Gets the split it was put in, such as <c>train</c>; <see langword="null"/>: none.</summary>
    public string? Split { get; init; }

    /// <summary>Gets the session the row belongs to; rows of one session are not independent.</summary>
    public string? Cluster { get; init; }

    /// <summary>Gets the outcomes by model, in the file's order.</summary>
    public required Dictionary<string, Outcome> Outcomes { get; init; }

    /// <summary>Gets the fields this version does not know, kept as they are.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Rest { get; init; } = [];

    /// <summary>Finds an unknown field by name.</summary>
    public JsonElement? Field(string name)
    {
        foreach (var (key, value) in Rest)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }
}
