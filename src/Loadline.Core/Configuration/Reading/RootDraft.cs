using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A whole config as read, before its parts are checked against one another.</summary>
internal sealed class RootDraft : Draft
{
    private static readonly WordShape Names = new("a name", "`auto`", WordShape.NamePattern);
    private static readonly WordShape ProviderNames = new("a name", "`openai`", WordShape.SimplePattern);

    public static SectionShape<RootDraft> Shape { get; } = new(
        "a config",
        "`version: 1`, then `providers`, `models` and `routes`",
        () => new RootDraft(),
        [
            new Key<RootDraft, int>(
                "version",
                new ChoiceShape<int>("a version that this Loadline reads", [("1", 1)]),
                "The version of this format: 1.",
                (_, _, _) => { }) { Required = "version: 1" },
            new Key<RootDraft, List<NamedEntry<ProviderDraft>>>(
                "providers",
                new EntriesShape<ProviderDraft>(
                    ProviderNames,
                    ProviderDraft.Shape,
                    "providers by name",
                    "`providers: { openai: { api_key: ${OPENAI_API_KEY} } }`"),
                "Providers by name: an address, a dialect and a credential each.",
                (draft, providers, _) => draft.Providers = providers) { Required = "providers: { openai: { api_key: ${OPENAI_API_KEY} } }" },
            new Key<RootDraft, List<NamedEntry<ModelDraft>>>(
                "models",
                new EntriesShape<ModelDraft>(
                    Names,
                    ModelDraft.Shape,
                    "models by name",
                    "`models: { small: { provider: openai, name: gpt-5-nano } }`"),
                "Models and candidates by name.",
                (draft, models, _) => draft.Models = models) { Required = "models: { small: { provider: openai, name: gpt-5-nano } }" },
            new Key<RootDraft, List<NamedEntry<RouteDraft>>>(
                "routes",
                new EntriesShape<RouteDraft>(
                    Names,
                    RouteDraft.Shape,
                    "routes by name",
                    "`routes: { auto: { pool: [small, large], reference: large, policy: cheapest } }`"),
                "Routes by the model name that callers ask for.",
                (draft, routes, _) => draft.Routes = routes),
            new Key<RootDraft, List<NamedEntry<TeamDraft>>>(
                "teams",
                new EntriesShape<TeamDraft>(
                    Names,
                    TeamDraft.Shape,
                    "teams by name",
                    "`teams: { search: { usage: { budget: 500/month } } }`"),
                "Teams by name: what the keys of each may use together.",
                (draft, teams, _) => draft.Teams = teams),
            new Key<RootDraft, List<NamedEntry<JsonElement>>>(
                "graders",
                new EntriesShape<JsonElement>(
                    Names,
                    GraderShape.Instance,
                    "graders by name",
                    "`graders: { sums: { kind: numeric } }`"),
                "Graders by name, for `loadline outcomes collect` and `grade`.",
                (draft, graders, _) => draft.Graders = graders),
            new Key<RootDraft, ServerDraft>(
                "server",
                ServerDraft.Shape,
                "The process's own settings; read once at start.",
                (draft, server, _) => draft.Server = server),
            new Key<RootDraft, StorageDraft>(
                "storage",
                StorageDraft.Shape,
                "What is kept of requests, and where; read once at start.",
                (draft, storage, _) => draft.Storage = storage),
            new Key<RootDraft, TelemetryDraft>(
                "telemetry",
                TelemetryDraft.Shape,
                "Where traces and metrics are sent to; read once at start.",
                (draft, telemetry, _) => draft.Telemetry = telemetry),
        ],
        "audit", "cache");

    public List<NamedEntry<ProviderDraft>> Providers { get; set; } = [];

    public List<NamedEntry<ModelDraft>> Models { get; set; } = [];

    public List<NamedEntry<RouteDraft>> Routes { get; set; } = [];

    public List<NamedEntry<TeamDraft>> Teams { get; set; } = [];

    public List<NamedEntry<JsonElement>> Graders { get; set; } = [];

    public ServerDraft Server { get; set; } = new();

    public StorageDraft Storage { get; set; } = new();

    public TelemetryDraft? Telemetry { get; set; }
}
