using Loadline.Core.Configuration.Reading;
using Loadline.Core.Semantics;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="SemanticPolicyConfig"/> is written.</summary>
internal sealed class SemanticPolicyKind() : PolicyKindOf<SemanticPolicyKind.Keys>(
    SemanticPolicy.ConfigName,
    "By which examples the last user message is most like; abstains where it is like none.",
    Sample,
    new Key<Keys, List<Located<SemanticRouteDraft>>>(
        "routes",
        new ListShape<Located<SemanticRouteDraft>>(new LocatedShape<SemanticRouteDraft>(SemanticRouteDraft.Shape), Routes, most: SemanticIndex.MostRoutes),
        "What requests sound like, and who answers those.",
        (draft, routes, place) => draft.Routes = new(routes, place)),
    new Key<Keys, string>(
        "artifact",
        new PathShape("the file that `loadline train --semantic` wrote", "`intents.semantic`"),
        "Instead of `routes`: examples and thresholds that `loadline train --semantic` wrote; from this file's own folder where it is not absolute.",
        (draft, path, place) => draft.Artifact = new(path, place)),
    new Key<Keys, List<NamedEntry<Located<string>>>>(
        "use",
        new EntriesShape<Located<string>>(
            new WordShape("a name", "`refunds`", WordShape.SimplePattern), new LocatedShape<string>(WordShape.Candidate), "routes with candidates", "`{ refunds: small }`"),
        "With `artifact`: the candidate of each of its routes; one that is not named abstains.",
        (draft, use, place) => draft.Use = new(use, place)),
    new Key<Keys, double>(
        "threshold",
        new NumberShape("a similarity from 0 to 1", "`0.2`", 0, 1),
        "The similarity that a request must reach where its route says nothing. Default: 0.2; with `embeddings`, what the examples set.",
        (draft, threshold, _) => draft.Threshold = threshold),
    new Key<Keys, EmbeddingDraft>(
        "embeddings",
        EmbeddingDraft.Shape,
        "Messages and examples are compared by an embedding model's vectors; by words where none comes in time.",
        (draft, embeddings, _) => draft.Embeddings = embeddings),
    new Key<Keys, double>(
        "margin",
        new NumberShape("a similarity from 0 to 1", "`0.02`", 0, 1),
        "How much more alike the nearest route must be than the next. Default: 0.",
        (draft, margin, _) => draft.Margin = margin))
{
    private const string Routes = "`[{ name: refunds, use: small, examples: [\"I want my money back\"] }]`";
    private const string Sample = "{ kind: semantic, routes: [{ name: refunds, use: small, examples: [\"I want my money back\"] }] }";

    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft)
    {
        if (draft.Routes is null == draft.Artifact is null || draft.Artifact is null != draft.Use is null)
        {
            scope.Error(mapping, "examples are needed, written here or trained", "Write `routes: " + Routes.Trim('`') + "`, or `artifact: intents.semantic` with `use: { refunds: small }`.");
            return null;
        }

        return draft.Routes is { } routes ? Written(scope, routes.Value, draft) : Trained(scope, draft);
    }

    private static PolicyDraft? Written(ReadScope scope, List<Located<SemanticRouteDraft>> routes, Keys draft)
    {
        var before = scope.Errors.Count;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            if (route.Value.Texts.Count == 0)
            {
                scope.Error(route.Place, "the route has nothing to compare with", "Add `examples` or a `description`.");
            }

            if (!names.Add(route.Value.Name))
            {
                scope.Error(route.Place, "two routes have the name `" + route.Value.Name + "`", "Rename one, or write their examples in one.");
            }
        }

        return scope.Errors.Count > before ? null : new PolicyDraft(
            new SemanticPolicyConfig(
                [.. routes.Select(route => new SemanticRoute(new SemanticExamples(route.Value.Name, route.Value.Texts, route.Value.Threshold), route.Value.Use.Value))],
                draft.Threshold ?? SemanticPolicyConfig.DefaultThreshold,
                draft.Margin)
            { Embeddings = draft.Embeddings?.ToSource(), IsThresholdWritten = draft.Threshold is not null },
            [.. routes.Select(route => route.Value.Use)])
        { Embedders = Asked(draft) };
    }

    private static PolicyDraft? Trained(ReadScope scope, Keys draft)
    {
        SemanticArtifact artifact;
        var path = draft.Artifact!.Value;
        try
        {
            artifact = SemanticArtifact.Read(File.ReadAllBytes(Path.Combine(scope.Folder, path.Value)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            scope.Error(path.Place, "this artifact cannot be used", error.Message);
            return null;
        }

        var known = artifact.Routes.Select(route => route.Name).ToList();
        foreach (var entry in draft.Use!.Value.Value.Where(entry => !known.Contains(entry.Name)))
        {
            scope.Error(entry.Place, "the artifact has no route `" + entry.Name + "`", Suggest.From(entry.Name, known));
            return null;
        }

        // Routes that are not named stay: what is like them is like nothing that is.
        var uses = draft.Use.Value.Value.ToDictionary(entry => entry.Name, entry => entry.Value.Value, StringComparer.Ordinal);
        return new PolicyDraft(
            new SemanticPolicyConfig([.. artifact.Routes.Select(route => new SemanticRoute(route, uses.GetValueOrDefault(route.Name, "")))], draft.Threshold ?? SemanticPolicyConfig.DefaultThreshold, draft.Margin)
            {
                Embeddings = draft.Embeddings?.ToSource(),
                IsThresholdWritten = draft.Threshold is not null,
                IsFittedByWords = true,
            },
            [.. draft.Use.Value.Value.Select(entry => entry.Value)])
        { Embedders = Asked(draft) };
    }

    private static List<Located<string>> Asked(Keys draft) => draft.Embeddings is { } embeddings ? [embeddings.Model] : [];

    internal sealed class Keys : Draft
    {
        public Located<List<Located<SemanticRouteDraft>>>? Routes { get; set; }

        public Located<string>? Artifact { get; set; }

        public Located<List<NamedEntry<Located<string>>>>? Use { get; set; }

        public double? Threshold { get; set; }

        public EmbeddingDraft? Embeddings { get; set; }

        public double Margin { get; set; }
    }
}
