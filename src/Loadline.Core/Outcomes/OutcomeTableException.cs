namespace Loadline.Core.Outcomes;

/// <summary>An outcome table that cannot be read; the message names the line and what is wrong.</summary>
public sealed class OutcomeTableException(string message, Exception? inner = null) : Exception(message, inner);
