namespace Loadline.Extensions.AI;

/// <summary>Loadline itself could not serve a request or take a config. What a provider failed with is thrown as the provider's client threw it.</summary>
public sealed class LoadlineException : Exception
{
    public LoadlineException()
    {
    }

    public LoadlineException(string message)
        : base(message)
    {
    }

    public LoadlineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal LoadlineException(string code, string message, string? decisionId = null)
        : base(message)
    {
        Code = code;
        DecisionId = decisionId;
        HelpLink = "docs/troubleshooting/library.md#" + code;
    }

    /// <summary>Gets a short, stable name of what went wrong, such as <c>unknown_model</c> or <c>no_eligible_candidate</c>.</summary>
    public string Code { get; } = "invalid_config";

    /// <summary>Gets the decision that came to nothing; <see langword="null"/> where none was made.</summary>
    public string? DecisionId { get; }
}
