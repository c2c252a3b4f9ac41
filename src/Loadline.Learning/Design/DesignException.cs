namespace Loadline.Learning.Design;

/// <summary>A table that no route can be designed from; the message says why, and what would help.</summary>
public sealed class DesignException(string message) : Exception(message);
