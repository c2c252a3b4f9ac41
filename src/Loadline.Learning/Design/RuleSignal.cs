namespace Loadline.Learning.Design;

/// <summary>Signals that rules are looked for on.</summary>
internal enum RuleSignal
{
    Task,
    Domain,
    Complexity,
}
