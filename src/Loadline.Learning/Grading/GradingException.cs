namespace Loadline.Learning.Grading;

/// <summary>Graders that cannot be used; the message says what to mend.</summary>
public sealed class GradingException(string message, Exception? inner = null) : Exception(message, inner);
