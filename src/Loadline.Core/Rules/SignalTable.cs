using System.Collections.Frozen;
using Loadline.Core.Agents;
using Loadline.Core.Facts;
using Loadline.Core.Signals;
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Rules;

/// <summary>Every signal that a rule's <c>when</c> may name; validation, the JSON Schema and the documentation are made from it.</summary>
internal static class SignalTable
{
    private static readonly FrozenDictionary<string, SignalDefinition> ByName;

    static SignalTable()
    {
        All =
        [
            new("tokens", SignalType.Number, "Estimated prompt tokens of the whole request.", "\"> 30k\""),
            new("turns", SignalType.Number, "Number of user messages.", "\">= 3\""),
            new("complexity", SignalType.Score, "How hard the request looks, from 0 to 1.", "\">= 0.6\""),
            new("code", SignalType.Share, "How much of the last user message is code, from 0 to 1; true: at least half.", "\"> 0.3\""),
            new("math", SignalType.Share, "How mathematical the last user message is, from 0 to 1; true: at least half.", "true"),
            new("tools", SignalType.Count, "Number of tools offered to the model; true: some.", "true"),
            new("images", SignalType.Count, "Number of images; true: some.", "true"),
            new("audio", SignalType.Count, "Number of audio parts; true: some.", "false"),
            new("task", SignalType.Word, "What the request asks for.", "[code, math]") { Words = TaskKinds.Names },
            new("domain", SignalType.Word, "The field it speaks of.", "law") { Words = Domains.Names },
            new("language", SignalType.Word, "Language of the last user message: ISO 639-1 code, und where unsure.", "[de, fr]"),
            new(
                "pii",
                SignalType.Word,
                "Kinds of personal data anywhere in the request; one of those named is enough.",
                "[iban, card]") { Words = PiiNames.All },
            new(
                "priority",
                SignalType.Word,
                "The caller's stated priority; interactive where it stated none.",
                "batch") { Words = RequestPriorities.Names },
            new(
                "request_class",
                SignalType.Word,
                "What an agent sent the request for, by its headers; main where it says nothing.",
                "[auxiliary, compaction]") { Words = RequestClasses.Names },
            new("agent", SignalType.Word, "The kind of agent that sent the request, by its headers.", "[Explore, Plan]"),
            new("model", SignalType.Word, "The model name in the request.", "auto"),
            new("schema", SignalType.Flag, "Whether the answer must follow a JSON Schema.", "true"),
            new(
                "keywords",
                SignalType.Text,
                "Words or phrases in the last user message: whole words, in any case.",
                "[refund, \"credit card\"]"),
            new(
                "regex",
                SignalType.Text,
                "Patterns in the first 64 KiB of the last user message (no look-around, no back-references).",
                "'(?i)\\bprove\\b'"),
            new(
                "header",
                SignalType.Pairs,
                "Request headers: a value, a list of values, or \"*\" for any; values in any case.",
                "{ x-user-tier: [pro, team] }"),
            new(
                "metadata",
                SignalType.Pairs,
                "String members of the request's metadata: a value, a list of values, or \"*\" for any.",
                "{ team: research }"),
        ];
        ByName = All.ToFrozenDictionary(signal => signal.Name, StringComparer.Ordinal);
    }

    /// <summary>Gets every signal, in the order the documentation lists them.</summary>
    public static IReadOnlyList<SignalDefinition> All { get; }

    /// <summary>Finds a signal by its config name.</summary>
    public static SignalDefinition? Find(string name) => ByName.GetValueOrDefault(name);
}
