using System.Text.Json;
using Loadline.Core.Cascades.Acceptance;

namespace Loadline.Core.Checks;

/// <summary>Makes checks from their definitions: <c>{"kind":"numeric","tolerance":0.01}</c>, or the kind alone: <c>"numeric"</c>.</summary>
public static class CheckReader
{
    /// <summary>The kinds there are.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["exact", "contains", "numeric", "choice", "regex", "json_schema", "length", "stop", "logprob", "refusal", "agreement", "predictor", "judge", "http", "all", "any", "score"];

    /// <summary>Makes a check.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="folder">Where files that it names are looked for.</param>
    /// <exception cref="CheckException">The definition is malformed; the message says what to write.</exception>
    public static Check Read(JsonElement definition, string folder = "")
    {
        var fields = new CheckFields(definition, folder);
        var check = Create(fields);
        fields.RefuseOthers();
        return check;
    }

    private static Check Create(CheckFields fields) => fields.Kind switch
    {
        "exact" => new ExactCheck(fields.Flag("ignore_case", true)),
        "contains" => new ContainsCheck(fields.Texts("texts"), fields.Flag("all", false), fields.Flag("ignore_case", true)),
        "numeric" => new NumericCheck(fields.Number("tolerance", 0), fields.Number("relative", 1e-6)),
        "choice" => new ChoiceCheck(fields.Whole("options", 10)),
        "regex" => new RegexCheck(fields.Text("pattern")),
        "json_schema" or "json" => new JsonCheck(fields.Element("schema") is { } schema ? new JsonSchema(schema) : null),
        "length" => new LengthCheck(fields.Whole("min_chars", 1), fields.Whole("max_chars", int.MaxValue), fields.Whole("max_words", int.MaxValue)),
        "stop" => new StopCheck(fields.Texts("reasons")),
        "logprob" => Logprob(fields),
        "refusal" => new RefusalCheck(fields.Flag("hedging", false)),
        "agreement" => new AgreementCheck(
            Share(fields, "share", 0.5),
            fields.Whole("samples", 0) is <= 10 and var samples ? samples : throw new CheckException("`samples` of the kind `agreement` must be at most 10"),
            Timeout(fields),
            Opens(fields)),
        "judge" => Judge(fields),
        "http" => new HttpCheck(Url(fields), Share(fields, "at_least", 0.5), Timeout(fields) ?? AskedCheck.DefaultTimeout, Opens(fields)),
        "predictor" => Predictor(fields),
        "score" => Score(fields),
        "all" or "any" => new CombinedCheck(fields.Kind == "all", Parts(fields)),
        "code" => throw new CheckException(
            "Loadline runs no code that models wrote. Run it in a sandbox of your own, and bring the grades back as labels: "
            + "{\"kind\":\"labels\",\"file\":\"labels.jsonl\"}"),
        _ => throw new CheckException($"`{fields.Kind}` is no kind of check. Write one of {string.Join(", ", Kinds)}"),
    };

    private static LogprobCheck Logprob(CheckFields fields)
    {
        var (mean, min, entropy) = (fields.AnyNumber("mean"), fields.AnyNumber("min"), fields.AnyNumber("entropy"));
        if (mean is null && min is null && entropy is null)
        {
            throw new CheckException("`logprob` needs a bound. Write {\"kind\":\"logprob\",\"mean\":-0.4}");
        }

        if (mean > 0 || min > 0 || entropy < 0)
        {
            throw new CheckException("log-probabilities are 0 or below, and entropies 0 or above. Write {\"kind\":\"logprob\",\"mean\":-0.4}");
        }

        return new LogprobCheck(mean, min, entropy, fields.Whole("first", 0), fields.Whole("early", 0), Opens(fields));
    }

    private static JudgeCheck Judge(CheckFields fields) => new(
        fields.Text("model") is { Length: > 0 } model
            ? model : throw new CheckException("`judge` needs the model that judges. Write {\"kind\":\"judge\",\"model\":\"judge\",\"rubric\":\"…\"}"),
        fields.Text("rubric"),
        Share(fields, "at_least", 0.7),
        Timeout(fields) ?? AskedCheck.DefaultTimeout,
        Opens(fields));

    private static Uri Url(CheckFields fields) =>
        Uri.TryCreate(fields.Text("url"), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url : throw new CheckException("`http` needs the `url` of a service, with http:// or https://. Write {\"kind\":\"http\",\"url\":\"http://127.0.0.1:9000/check\"}");

    private static TimeSpan? Timeout(CheckFields fields) => fields.Text("timeout") is not { } text ? null
        : Configuration.Reading.DurationShape.TryRead(text, mayBeZero: false, out var time) && time <= TimeSpan.FromMinutes(10)
            ? time : throw new CheckException($"`timeout` of the kind `{fields.Kind}` must be a time above 0, up to 10m: 500ms, 2s");

    private static bool Opens(CheckFields fields) => fields.Text("on_error") switch
    {
        null or "reject" => false,
        "accept" => true,
        var other => throw new CheckException($"`on_error` of the kind `{fields.Kind}` is `reject` (the answer fails where nobody can say) or `accept`, not `{other}`"),
    };

    private static AcceptanceCheck Predictor(CheckFields fields)
    {
        var file = fields.Text("file")
            ?? throw new CheckException("`predictor` needs its file. Write {\"kind\":\"predictor\",\"file\":\"auto.acceptance\",\"at_least\":0.9}");
        var bounds = new Dictionary<string, double>(StringComparer.Ordinal);
        if (fields.Element("at_least") is not { ValueKind: JsonValueKind.Object } own)
        {
            return AcceptanceCheck.Load(Path.Combine(fields.Folder, file), Share(fields, "at_least", 0.5), bounds);
        }

        foreach (var bound in own.EnumerateObject())
        {
            bounds[bound.Name] = bound.Value.ValueKind == JsonValueKind.Number && bound.Value.GetDouble() is > 0 and <= 1 and var least
                ? least : throw new CheckException($"`at_least` of '{bound.Name}' must be above 0 and at most 1");
        }

        return AcceptanceCheck.Load(Path.Combine(fields.Folder, file), 0.5, bounds);
    }

    private static ScoredCheck Score(CheckFields fields)
    {
        var parts = Parts(fields);
        var weights = fields.Numbers("weights") is { Count: > 0 } given ? given : [.. parts.Select(_ => 1.0)];
        return weights.Count == parts.Count && weights.All(weight => weight > 0)
            ? new ScoredCheck(parts, weights, Share(fields, "at_least", 0.5))
            : throw new CheckException("`weights` of the kind `score` must be one number above 0 for each check of `of`");
    }

    private static double Share(CheckFields fields, string name, double otherwise) =>
        fields.Number(name, otherwise) is > 0 and <= 1 and var share
            ? share : throw new CheckException($"`{name}` of the kind `{fields.Kind}` must be above 0 and at most 1");

    private static List<Check> Parts(CheckFields fields) =>
        fields.Element("of") is { ValueKind: JsonValueKind.Array } parts && parts.GetArrayLength() > 0
            ? [.. parts.EnumerateArray().Select(part => Read(part, fields.Folder))]
            : throw new CheckException($"`{fields.Kind}` needs a list of checks. Write {{\"kind\":\"{fields.Kind}\",\"of\":[\"stop\",\"numeric\"]}}");
}
