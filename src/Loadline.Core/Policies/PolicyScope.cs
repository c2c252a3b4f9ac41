namespace Loadline.Core.Policies;

/// <summary>Where a policy stands: which route, which rule, and what it had learned there under the config before.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="Rule">The rule's name; <see langword="null"/> for the route's own policy.</param>
/// <param name="States">What is carried from config to config.</param>
public sealed record PolicyScope(string Route, string? Rule, PolicyStates States)
{
    /// <summary>Gets a key that no other policy of the config has.</summary>
    public string Key => Rule is null ? Route : Route + "/" + Rule;
}
