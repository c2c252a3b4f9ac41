using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A list; one value may be written without its brackets where that is allowed.</summary>
/// <param name="item">What each value looks like.</param>
/// <param name="example">What to write: <c>`[small, large]`</c>.</param>
/// <param name="allowsSingle">Whether one value alone will do.</param>
/// <param name="most">The most values it may have.</param>
/// <param name="mayBeEmpty">Whether none at all makes sense.</param>
internal sealed class ListShape<T>(Shape<T> item, string example, bool allowsSingle = false, int most = 1000, bool mayBeEmpty = false) : Shape<List<T>>
{
    public override void Describe(Utf8JsonWriter json)
    {
        if (allowsSingle)
        {
            SchemaText.AnyOf(json, item.Describe, DescribeList);
            return;
        }

        DescribeList(json);
    }

    public override bool TryRead(ReadScope scope, ConfigNode node, out List<T> value)
    {
        value = [];
        if (allowsSingle && node.Kind is ConfigNodeKind.Scalar)
        {
            var isRead = item.TryRead(scope, node, out var single);
            value.Add(single);
            return isRead;
        }

        if (node.Kind != ConfigNodeKind.List || (node.Items.Count == 0 && !mayBeEmpty) || node.Items.Count > most)
        {
            scope.Error(node, Problem(node), "Write " + example + ".");
            return false;
        }

        ReadItems(scope, node, value);
        return true;
    }

    private string Problem(ConfigNode node) =>
        node.Kind != ConfigNodeKind.List ? ReadScope.Wrong(node, "a list")
        : node.Items.Count == 0 ? "the list is empty"
        : "the list has more than " + most + " values";

    // Items that cannot be read are reported and left out, so that later checks find what else is wrong.
    private void ReadItems(ReadScope scope, ConfigNode node, List<T> value)
    {
        for (var i = 0; i < node.Items.Count; i++)
        {
            scope.Enter(i);
            if (item.TryRead(scope, node.Items[i], out var one))
            {
                value.Add(one);
            }

            scope.Leave();
        }
    }

    private void DescribeList(Utf8JsonWriter json)
    {
        json.WriteString("type", "array");
        json.WriteNumber("minItems", mayBeEmpty ? 0 : 1);
        json.WriteNumber("maxItems", most);
        SchemaText.Member(json, "items", item.Describe);
    }
}
