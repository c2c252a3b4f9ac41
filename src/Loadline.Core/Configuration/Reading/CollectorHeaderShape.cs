using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>The value of a header that a collector asks for: a credential without a comma, at which the exporter would begin another header.</summary>
internal sealed class CollectorHeaderShape : Shape<Secret>
{
    private static readonly CredentialShape Credential = new();

    public override void Describe(Utf8JsonWriter json) => Credential.Describe(json);

    public override bool TryRead(ReadScope scope, ConfigNode node, out Secret value)
    {
        if (!Credential.TryRead(scope, node, out value))
        {
            return false;
        }

        if (!value.Reveal().Contains(',', StringComparison.Ordinal))
        {
            return true;
        }

        scope.Error(node, "the value has a comma, which headers of a collector cannot have", "Look at the variable's value.");
        return false;
    }
}
