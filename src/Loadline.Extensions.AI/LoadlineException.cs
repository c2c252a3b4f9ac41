namespace Loadline.Extensions.AI;

/// <summary>Loadline itself could not serve a request or take a config. What a provider failed with is thrown as the provider's client threw it.</summary>
public sealed class LoadlineException : Exception
{
    // The rest is told as a gateway would tell it, and explained on the page of what gateways tell.
    private static readonly string[] OwnCodes = ["missing_client", "invalid_options", "invalid_config", "unknown_model", "no_eligible_candidate", "invalid_hint"];

    /// <summary>For serializers; Loadline's own have a <see cref="Code"/>.</summary>
    public LoadlineException()
    {
    }

    /// <summary>Makes one with words alone.</summary>
    public LoadlineException(string message)
        : base(message) => HelpLink = LinkTo(Code);

    /// <summary>Makes one with a cause.</summary>
    public LoadlineException(string message, Exception innerException)
        : base(message, innerException) => HelpLink = LinkTo(Code);

    internal LoadlineException(string code, string message, string? decisionId = null)
        : base(message)
    {
        Code = code;
        DecisionId = decisionId;
        HelpLink = LinkTo(code);
    }

    /// <summary>Gets a short, stable name of what went wrong, such as <c>unknown_model</c> or <c>no_eligible_candidate</c>.</summary>
    public string Code { get; } = "invalid_config";

    /// <summary>Gets the decision that came to nothing; <see langword="null"/> where none was made.</summary>
    public string? DecisionId { get; }

    private static string LinkTo(string code) =>
        (OwnCodes.Contains(code) ? "docs/troubleshooting/library.md#" : "docs/troubleshooting/caller-errors.md#") + code;
}
