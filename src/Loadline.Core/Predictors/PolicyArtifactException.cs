namespace Loadline.Core.Predictors;

/// <summary>A policy artifact that cannot be used; the message says why and what to do.</summary>
public sealed class PolicyArtifactException(string message, Exception? inner = null) : Exception(message, inner);
