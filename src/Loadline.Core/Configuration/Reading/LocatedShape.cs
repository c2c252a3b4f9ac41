using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A shape whose values remember where they were written.</summary>
internal sealed class LocatedShape<T>(Shape<T> inner) : Shape<Located<T>>
{
    public override void Describe(Utf8JsonWriter json) => inner.Describe(json);

    public override bool TryRead(ReadScope scope, ConfigNode node, out Located<T> value)
    {
        var isRead = inner.TryRead(scope, node, out var plain);
        value = new Located<T>(plain, scope.At(node));
        return isRead;
    }
}
