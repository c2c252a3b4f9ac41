using System.Collections.Frozen;
using Loadline.Core.Agents;
using Loadline.Core.Facts;
using Loadline.Core.Rules;
using Loadline.Core.Signals;
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Configuration.Reading;

/// <summary>How a condition on each signal is written and made; one entry for each row of the signal table.</summary>
internal static class SignalShapes
{
    private static readonly FrozenDictionary<string, Shape<Condition>> ByName =
        SignalTable.All.ToFrozenDictionary(signal => signal.Name, Make, StringComparer.Ordinal);

    public static Shape<Condition> For(SignalDefinition signal) => ByName[signal.Name];

    private static Shape<Condition> Make(SignalDefinition signal) => signal.Name switch
    {
        "tokens" => new RangeShape(signal, NumberSignal.Tokens),
        "turns" => new RangeShape(signal, NumberSignal.Turns),
        "complexity" => new RangeShape(signal, NumberSignal.Complexity),
        "code" => new RangeShape(signal, NumberSignal.Code),
        "math" => new RangeShape(signal, NumberSignal.Math),
        "tools" => new RangeShape(signal, NumberSignal.Tools),
        "images" => new RangeShape(signal, NumberSignal.Images),
        "audio" => new RangeShape(signal, NumberSignal.Audio),
        "task" => Words(
            signal,
            names => new TaskCondition([.. names.Select(name => TaskKinds.TryParse(name, out var kind) ? kind : default)])),
        "domain" => Words(
            signal,
            names => new DomainCondition([.. names.Select(name => Domains.TryParse(name, out var domain) ? domain : default)])),
        "pii" => Words(
            signal,
            names => new PiiCondition(names.Aggregate(
                PiiKinds.None,
                (all, name) => PiiNames.TryParse(name, out var kind) ? all | kind : all))),
        "priority" => Words(
            signal,
            names => new PriorityCondition([.. names.Select(name => RequestPriorities.TryParse(name, out var one) ? one : default)])),
        "request_class" => Words(
            signal,
            names => new RequestClassCondition([.. names.Select(name => RequestClasses.TryParse(name, out var one) ? one : default)])),
        "agent" => Text(signal, new WordShape("a kind of agent", "`Explore`", WordShape.SimplePattern), names => new AgentCondition(names)),
        "language" => Text(
            signal,
            new WordShape("a language code", "a code of ISO 639-1, such as `en`", "[a-z]{2,3}"),
            codes => new LanguageCondition(codes)),
        "model" => Text(signal, WordShape.Candidate, names => new ModelCondition(names)),
        "schema" => new MadeShape<bool>(
            new ChoiceShape<bool>("true or false", [("true", true), ("false", false)]),
            wanted => new SchemaCondition(wanted)),
        "keywords" => Text(
            signal,
            new WordShape("a word or a phrase of at most 200 characters", "`refund` or `\"credit card\"`", @"\s*\S[\s\S]{0,199}"),
            words => new KeywordsCondition(words)),
        "regex" => Text(signal, new PatternShape(), patterns => new RegexCondition(patterns)),
        "header" => new PairsShape(
            HeaderNames.Shape(),
            "header names with values",
            (name, values) => new HeaderCondition(name, values),
            HeaderNames.Problem),
        "metadata" => new PairsShape(
            new WordShape("a name", "`team`", "[^\\u0000-\\u001f\\u007f]{1,200}"),
            "metadata names with values",
            (name, values) => new MetadataCondition(name, values)),
        var other => throw new InvalidOperationException("The signal " + other + " has no shape."),
    };

    private static MadeShape<List<string>> Words(SignalDefinition signal, Func<List<string>, Condition> make) =>
        Text(signal, new ChoiceShape<string>("a " + signal.Name, [.. signal.Words!.Select(word => (word, word))]), make);

    private static MadeShape<List<string>> Text(SignalDefinition signal, Shape<string> item, Func<List<string>, Condition> make) =>
        new(new ListShape<string>(item, "`" + signal.Example + "`", allowsSingle: true), make);
}
