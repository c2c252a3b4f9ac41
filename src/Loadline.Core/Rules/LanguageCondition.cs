using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where the last user message is in one of some languages.</summary>
/// <param name="codes">ISO 639-1 codes; <c>und</c> stands for a language that could not be told.</param>
public sealed class LanguageCondition(IReadOnlyList<string> codes) : Condition
{
    private readonly string[] _codes = [.. codes];
    private readonly string _text = "language: " + Flow.OneOrList(codes);

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context)
    {
        var code = context.Signals.Language.Code;
        foreach (var wanted in _codes)
        {
            if (string.Equals(wanted, code, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
