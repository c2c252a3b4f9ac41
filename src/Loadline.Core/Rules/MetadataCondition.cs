using System.Text;
using Loadline.Core.Facts;
using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where the request's <c>metadata</c> has a string member with one of some values, compared exactly.</summary>
public sealed class MetadataCondition : Condition
{
    private readonly byte[] _key;
    private readonly byte[][] _values;
    private readonly string _text;

    /// <param name="key">The member's name.</param>
    /// <param name="values">The values it may have; none: any value, the member must only be there.</param>
    public MetadataCondition(string key, IReadOnlyList<string> values)
    {
        _key = Encoding.UTF8.GetBytes(key);
        _values = [.. values.Select(Encoding.UTF8.GetBytes)];
        _text = "metadata: { " + Flow.Scalar(key) + ": " + (values.Count == 0 ? "\"*\"" : Flow.OneOrList(values)) + " }";
    }

    /// <inheritdoc/>
    public override bool AsksBesidePrompt => true;

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context)
    {
        var body = context.Facts.Body.Span;
        foreach (ref readonly var entry in context.Facts.Metadata)
        {
            if (JsonText.Is(body, entry.Key, _key) && HasWanted(body, entry.Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private bool HasWanted(ReadOnlySpan<byte> body, ByteRange value)
    {
        foreach (var wanted in _values)
        {
            if (JsonText.Is(body, value, wanted))
            {
                return true;
            }
        }

        return _values.Length == 0;
    }
}
