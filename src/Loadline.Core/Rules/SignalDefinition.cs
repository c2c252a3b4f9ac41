namespace Loadline.Core.Rules;

/// <summary>One signal as conditions name it.</summary>
/// <param name="Name">The config name.</param>
/// <param name="Type">Which forms a condition on it may take.</param>
/// <param name="Summary">One line for the schema and the documentation.</param>
/// <param name="Example">A value that a condition may have, as the config writes it.</param>
internal sealed record SignalDefinition(string Name, SignalType Type, string Summary, string Example)
{
    /// <summary>Gets the words that a <see cref="SignalType.Word"/> may be; <see langword="null"/>: any, checked by its own rule.</summary>
    public IReadOnlyList<string>? Words { get; init; }
}
