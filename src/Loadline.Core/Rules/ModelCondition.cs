using System.Text;
using Loadline.Core.Facts;
using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where the request's body names one of some models; names are compared exactly.</summary>
public sealed class ModelCondition(IReadOnlyList<string> names) : Condition
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];
    private readonly string _text = "model: " + Flow.OneOrList(names);

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context)
    {
        if (context.Facts.UrlModel is { } inUrl)
        {
            return names.Contains(inUrl, StringComparer.Ordinal);
        }

        var quoted = context.Facts.Model;
        if (quoted.Length < 2)
        {
            return false;
        }

        var content = new ByteRange(quoted.Start + 1, quoted.Length - 2);
        foreach (var name in _names)
        {
            if (JsonText.Is(context.Facts.Body.Span, content, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
