using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A credential: no error about it ever shows any part of it.</summary>
internal sealed class SecretShape() : ScalarShape<Secret>("a credential", "`${NAME_OF_A_VARIABLE}`")
{
    public override void Describe(Utf8JsonWriter json) => json.WriteString("type", "string");

    protected override bool TryParse(string text, out Secret value)
    {
        value = new Secret(text);
        return text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
    }

    protected override void Report(ReadScope scope, ConfigNode node, string text) => scope.Error(
        node,
        text.Length == 0 ? "the credential is empty" : "the credential has a space, a line break or another character that no key has",
        "Look at the variable's value (or write " + Example + ").");
}
