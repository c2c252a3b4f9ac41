using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where the last user message has one of some words or phrases; see <see cref="KeywordMatcher"/> for how they are compared.</summary>
public sealed class KeywordsCondition(IReadOnlyList<string> keywords) : Condition
{
    private readonly KeywordMatcher _matcher = new(keywords);
    private readonly string _text = "keywords: " + Flow.OneOrList(keywords);

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context) => _matcher.IsMatch(context.Facts.Text().LastUser);

    /// <inheritdoc/>
    public override string ToString() => _text;
}
