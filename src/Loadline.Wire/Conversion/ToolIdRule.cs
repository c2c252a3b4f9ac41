namespace Loadline.Wire.Conversion;

/// <summary>Which tool-call ids an upstream takes.</summary>
/// <param name="MaxLength">The most characters.</param>
/// <param name="ExactLength">Whether every id has exactly that many, all alphanumeric.</param>
/// <param name="Punctuation">The characters allowed beside letters and digits.</param>
public sealed record ToolIdRule(int MaxLength, bool ExactLength, string Punctuation)
{
    /// <summary>OpenAI and its likes.</summary>
    public static ToolIdRule OpenAI { get; } = new(64, false, "_-");

    /// <summary>Gets anthropic: 64 letters, digits, <c>_</c> and <c>-</c>.</summary>
    public static ToolIdRule Anthropic { get; } = new(64, false, "_-");

    /// <summary>Gets bedrock: as Anthropic, with <c>.</c> and <c>:</c>.</summary>
    public static ToolIdRule Bedrock { get; } = new(64, false, "_-.:");

    /// <summary>Nine letters and digits.</summary>
    public static ToolIdRule Mistral { get; } = new(9, true, string.Empty);

    /// <summary>Gets the rule of an upstream.</summary>
    public static ToolIdRule For(UpstreamTarget target) => target switch
    {
        { Dialect: Dialect.Anthropic } => Anthropic,
        { Dialect: Dialect.Bedrock } => Bedrock,
        { Server: UpstreamServer.Mistral } => Mistral,
        _ => OpenAI,
    };
}
