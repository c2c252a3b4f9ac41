using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>One of some words.</summary>
/// <param name="what">What is chosen: <c>a mode</c>.</param>
/// <param name="choices">The words and what each stands for.</param>
/// <param name="later">Words that a later version will know, refused by name.</param>
internal sealed class ChoiceShape<T>(string what, (string Word, T Value)[] choices, params string[] later)
    : ScalarShape<T>(
        what,
        choices.Length == 1 ? "`" + choices[0].Word + "`" : "one of " + string.Join(", ", choices.Select(choice => choice.Word)))
{
    public override void Describe(Utf8JsonWriter json) => SchemaText.AnyOf(
        json,
        words => SchemaText.Enum(words, choices.Select(choice => choice.Word)),
        variable => variable.WriteString("$ref", "#/$defs/variable"));

    protected override bool TryParse(string text, out T value)
    {
        foreach (var choice in choices)
        {
            if (choice.Word == text)
            {
                value = choice.Value;
                return true;
            }
        }

        value = default!;
        return false;
    }

    protected override void Report(ReadScope scope, ConfigNode node, string text)
    {
        var word = text.Split(' ')[0];
        if (Array.IndexOf(later, word) >= 0)
        {
            scope.Error(node, "`" + word + "` is not in this version of Loadline", "Write " + Example + ".");
            return;
        }

        var near = choices.Length == 1 ? null : Suggest.Nearest(text, choices.Select(choice => choice.Word));
        scope.Error(
            node,
            ReadScope.Quote(node) + " is not " + What,
            near is null ? "Write " + Example + "." : "Did you mean `" + near + "`?");
    }
}
