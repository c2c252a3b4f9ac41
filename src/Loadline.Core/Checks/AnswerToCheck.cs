using System.Text.Json;

namespace Loadline.Core.Checks;

/// <summary>What a check may look at.</summary>
/// <param name="Text">The answer.</param>
public sealed record AnswerToCheck(string Text)
{
    /// <summary>Gets the answer key: any of these is right; empty where there is none.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>Gets why the model stopped, in Chat Completions words (<c>stop</c>, <c>length</c>); <see langword="null"/> where unknown.</summary>
    public string? StopReason { get; init; }

    /// <summary>Gets how sure the model was of its tokens; <see langword="null"/> where nothing is known.</summary>
    public TokenLogprobs? Logprobs { get; init; }

    /// <summary>Gets what was asked; empty where it is unknown.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Gets the model that answered; empty where it is unknown.</summary>
    public string Model { get; init; } = "";

    /// <summary>Gets other answers to the same question.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Gets the schema that this one answer must fit, where the check itself names none.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Gets why that schema cannot be checked; <see langword="null"/> where it can, or where that is not known beforehand.</summary>
    public string? SchemaProblem { get; init; }

    /// <summary>Reads an answer key: text, a number, true or false, or a list of them.</summary>
    /// <exception cref="CheckException">It is something else.</exception>
    public static IReadOnlyList<string> ReadExpected(JsonElement key) => key.ValueKind switch
    {
        JsonValueKind.Array => [.. key.EnumerateArray().SelectMany(ReadExpected)],
        JsonValueKind.String => [key.GetString()!],
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [key.GetRawText()],
        JsonValueKind.Null => [],
        _ => throw new CheckException("an answer key is text, a number, true or false, or a list of them"),
    };
}
