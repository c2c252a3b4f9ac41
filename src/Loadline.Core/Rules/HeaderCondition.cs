using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where the request has a header with one of some values.</summary>
/// <remarks>
/// Values are compared whole, in any case. A header that was sent twice reads as one value joined by a comma and so equals
/// neither: a caller cannot add a value of its own in front of one that a proxy sets.
/// </remarks>
public sealed class HeaderCondition : Condition
{
    private readonly string _name;
    private readonly string[] _values;
    private readonly string _text;

    /// <param name="name">The header's name, in any case.</param>
    /// <param name="values">The values it may have; none: any value, the header must only be there.</param>
    public HeaderCondition(string name, IReadOnlyList<string> values)
    {
        _name = name;
        _values = [.. values];
        _text = "header: { " + Flow.Scalar(name.ToLowerInvariant()) + ": " + (values.Count == 0 ? "\"*\"" : Flow.OneOrList(values)) + " }";
    }

    /// <inheritdoc/>
    public override bool AsksBesidePrompt => true;

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context)
    {
        if (context.Facts.Headers?.Find(_name) is not { } value)
        {
            return false;
        }

        foreach (var wanted in _values)
        {
            if (value.AsSpan().Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return _values.Length == 0;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
