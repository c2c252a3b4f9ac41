using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>A route of a semantic policy as read.</summary>
internal sealed class SemanticRouteDraft : Draft
{
    private static readonly WordShape Text = new("a text of at most 2000 characters", "`\"I want my money back\"`", @"\s*\S[\s\S]{0,1999}");

    public static SectionShape<SemanticRouteDraft> Shape { get; } = new(
        "a route of examples",
        "`{ name: refunds, use: small, examples: [\"I want my money back\"] }`",
        () => new SemanticRouteDraft(),
        [
            new Key<SemanticRouteDraft, string>(
                "name",
                new WordShape("a name without spaces", "`refunds`", WordShape.SimplePattern),
                "The route's name, as explanations show it.",
                (draft, name, _) => draft.Name = name) { Required = "name: refunds" },
            new Key<SemanticRouteDraft, string>(
                "use",
                WordShape.Candidate,
                "The candidate.",
                (draft, use, place) => draft.Use = new(use, place)) { Required = "use: small" },
            new Key<SemanticRouteDraft, List<string>>(
                "examples",
                new ListShape<string>(Text, "`[\"I want my money back\", \"cancel my order\"]`", most: 10_000),
                "What such requests say; ten and more are better than one.",
                (draft, examples, _) => draft.Texts.AddRange(examples)),
            new Key<SemanticRouteDraft, string>(
                "description",
                Text,
                "What such requests are about, in the words they would use; counts as one more example.",
                (draft, description, _) => draft.Texts.Add(description)),
            new Key<SemanticRouteDraft, double>(
                "threshold",
                new NumberShape("a similarity from 0 to 1", "`0.3`", 0, 1),
                "The similarity that a request must reach; the policy's where left out.",
                (draft, threshold, _) => draft.Threshold = threshold),
        ]);

    public string Name { get; set; } = "";

    public Located<string> Use { get; set; }

    public List<string> Texts { get; } = [];

    public double? Threshold { get; set; }
}
