namespace Loadline.Cli.Import;

/// <summary>One entry of <c>model_list</c>, read.</summary>
/// <param name="Provider">The provider's name in the new config.</param>
/// <param name="Name">The model's name at the provider.</param>
internal sealed record LiteLlmDeployment(string Provider, string Name)
{
    public double? Weight { get; init; }

    public decimal? Input { get; init; }

    public decimal? Output { get; init; }

    public double? Context { get; init; }

    public double? MaxOutput { get; init; }

    /// <summary>Gets the seconds a call may take.</summary>
    public double? Timeout { get; init; }

    /// <summary>Gets the seconds until a stream's first content.</summary>
    public double? StreamTimeout { get; init; }

    public required LiteLlmUsage Usage { get; init; }

    public string? Effort { get; init; }
}
