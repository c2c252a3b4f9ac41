namespace Loadline.Core.Configuration.Reading;

/// <summary>A deployment as read.</summary>
internal sealed class DeploymentDraft : Draft
{
    public static WordShape ProviderName { get; } = new("the name of a provider", "a name from `providers`", WordShape.SimplePattern);

    public static WordShape UpstreamName { get; } = new(
        "the name that the provider knows the model by",
        "`gpt-5-nano`",
        @"[^\u0000-\u0020\u007f]{1,180}");

    public static SectionShape<DeploymentDraft> Shape { get; } = new(
        "a deployment",
        "`{ provider: openai, name: gpt-5-nano }`",
        () => new DeploymentDraft(),
        [
            new Key<DeploymentDraft, string>(
                "provider",
                ProviderName,
                "The provider, by its name in this file.",
                (draft, name, place) => draft.Provider = new(name, place))
            {
                Required = "provider: openai",
            },
            new Key<DeploymentDraft, string>(
                "name",
                UpstreamName,
                "The name that the provider knows the model by.",
                (draft, name, _) => draft.Name = name)
            {
                Required = "name: gpt-5-nano",
            },
            new Key<DeploymentDraft, double>(
                "weight",
                new NumberShape("a whole weight from 1 to 1000", "`3`", 1, 1000, whole: true),
                "Its share of the model's calls, relative to the other deployments. Default: 1.",
                (draft, weight, _) => draft.Weight = (int)weight),
        ]);

    public Located<string>? Provider { get; set; }

    public string? Name { get; set; }

    public int Weight { get; set; } = 1;

    public DeploymentConfig ToConfig() => new() { Provider = Provider?.Value ?? "", Name = Name ?? "", Weight = Weight };
}
