using System.Text.Json;
using Loadline.Core.Rules;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A condition made from a value of another shape.</summary>
internal sealed class MadeShape<T>(Shape<T> value, Func<T, Condition> make) : Shape<Condition>
{
    public override void Describe(Utf8JsonWriter json) => value.Describe(json);

    public override bool TryRead(ReadScope scope, ConfigNode node, out Condition condition)
    {
        var isRead = value.TryRead(scope, node, out var read);
        condition = isRead ? make(read) : null!;
        return isRead;
    }
}
