namespace Loadline.Learning.Grading;

/// <summary>A question to a judge.</summary>
/// <param name="Instructions">What it is to do.</param>
/// <param name="Text">What it is to look at.</param>
/// <param name="SchemaName">What the answer's form is called.</param>
/// <param name="Schema">The JSON Schema of its answer.</param>
public sealed record JudgeQuestion(string Instructions, string Text, string SchemaName, string Schema);
