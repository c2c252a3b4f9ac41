namespace Loadline.Core.Checks;

/// <summary>A check's definition that cannot be used, or a row that lacks what its check needs; the message says what to write.</summary>
public sealed class CheckException(string message, Exception? inner = null) : Exception(message, inner);
