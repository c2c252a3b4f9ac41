namespace Loadline.Core.Signals.Tokens;

/// <summary>What a provider's chat template adds to the bare text of a request, in tokens.</summary>
/// <remarks>
/// Providers wrap messages in marker tokens, render tool definitions in their own notation and price images by their own rule.
/// The constants were fitted on half of the recorded requests; <c>TokenEstimatorRecordedTests</c> measures them on the other half.
/// </remarks>
public readonly record struct TokenOverhead
{
    /// <summary>OpenAI chat models (o200k and cl100k), and the default for an unknown model.</summary>
    public static readonly TokenOverhead OpenAi = new()
    {
        PerRequest = 3,
        PerMessage = 4,
        PerTool = 38,
        ToolPercent = 55,
        SchemaPercent = 47,
        TextPercent = 100,
        PerImage = 765,
        PerLowDetailImage = 85,
    };

    /// <summary>Claude: a system prompt of its own appears as soon as a tool is defined.</summary>
    public static readonly TokenOverhead Anthropic = new()
    {
        PerRequest = 4,
        PerMessage = 4,
        WithTools = 490,
        PerTool = 80,
        ToolPercent = 130,
        SchemaPercent = 230,
        TextPercent = 108,
        PerImage = 1400,
        PerLowDetailImage = 1400,
    };

    /// <summary>Gemini: nearly bare text; tools are rendered tersely.</summary>
    public static readonly TokenOverhead Gemini = new()
    {
        PerMessage = 1,
        PerTool = 20,
        ToolPercent = 60,
        SchemaPercent = 0,
        TextPercent = 97,
        PerImage = 258,
        PerLowDetailImage = 258,
    };

    /// <summary>Gets the tokens every request costs, whatever it holds.</summary>
    public int PerRequest { get; init; }

    /// <summary>Gets the role and boundary markers of one message.</summary>
    public int PerMessage { get; init; }

    /// <summary>Gets the tokens added once when the request defines any tool.</summary>
    public int WithTools { get; init; }

    /// <summary>Gets the tokens of one tool beyond its name and description, where only the number of tools is known.</summary>
    public int PerTool { get; init; }

    /// <summary>Gets the tokens of rendered tools in percent of the estimate of their JSON.</summary>
    public int ToolPercent { get; init; }

    /// <summary>Gets the tokens of a rendered response schema in percent of the estimate of its JSON.</summary>
    public int SchemaPercent { get; init; }

    /// <summary>Gets the tokens of text in percent of <see cref="TokenEstimator.Estimate"/>.</summary>
    public int TextPercent { get; init; }

    /// <summary>Gets the tokens of an image of about a megapixel at full detail.</summary>
    public int PerImage { get; init; }

    /// <summary>Gets the tokens of an image sent with <c>detail: low</c>.</summary>
    public int PerLowDetailImage { get; init; }
}
