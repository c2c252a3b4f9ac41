namespace Loadline.Core.Configuration.Reading;

/// <summary>What is wrong with a variable in a config value.</summary>
internal sealed record VariableProblem(string Message, string Suggestion);
