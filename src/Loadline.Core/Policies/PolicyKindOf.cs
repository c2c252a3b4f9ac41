using System.Text.Json;
using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>A kind of policy with keys of its own.</summary>
/// <typeparam name="TDraft">What its keys are read into.</typeparam>
internal abstract class PolicyKindOf<TDraft> : PolicyKind
    where TDraft : Draft, new()
{
    private readonly SectionShape<TDraft> _section;

    protected PolicyKindOf(string name, string summary, string example, params Key<TDraft>[] keys)
    {
        Name = name;
        Example = example;
        NeedsNothing = keys.All(key => key.Required is null);
        var kind = new Key<TDraft, string>("kind", new ChoiceShape<string>("a policy", [(name, name)]), summary, (_, _, _) => { });
        _section = new SectionShape<TDraft>("a policy", "`" + example + "`", () => new TDraft(), [kind, .. keys]);
    }

    public sealed override string Name { get; }

    public sealed override string Example { get; }

    public sealed override bool NeedsNothing { get; }

    public sealed override void Describe(Utf8JsonWriter json) => _section.Describe(json);

    public sealed override bool TryRead(ReadScope scope, ConfigNode mapping, out PolicyDraft policy)
    {
        var before = scope.Errors.Count;
        _section.TryRead(scope, mapping, out var draft);
        policy = null!;
        if (scope.Errors.Count == before && Finish(scope, mapping, draft) is { } made)
        {
            policy = made;
        }

        return policy is not null;
    }

    /// <summary>Checks what was read and makes the policy.</summary>
    /// <returns><see langword="null"/> where something is wrong and was reported.</returns>
    protected abstract PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, TDraft draft);
}
