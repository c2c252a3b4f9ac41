using Loadline.Core.Facts;
using Loadline.Core.Signals;
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Decisions;

/// <summary>The signals that this decision computed; those it did not need are <see langword="null"/>.</summary>
public sealed record SignalsRecord
{
    /// <summary>Gets the estimated prompt tokens.</summary>
    public int? Tokens { get; init; }

    /// <summary>Gets the number of user messages.</summary>
    public int Turns { get; init; }

    /// <summary>Gets the language of the last user message, ISO 639-1 in lower case.</summary>
    public string? Language { get; init; }

    /// <summary>Gets what the request asks for, by <see cref="TaskKinds"/>.</summary>
    public string? Task { get; init; }

    /// <summary>Gets the field it speaks of, by <see cref="Domains"/>.</summary>
    public string? Domain { get; init; }

    /// <summary>Gets the code share of the last user message, in [0,1].</summary>
    public double? Code { get; init; }

    /// <summary>Gets how mathematical the last user message is, in [0,1].</summary>
    public double? Math { get; init; }

    /// <summary>Gets the complexity, in [0,1].</summary>
    public double? Complexity { get; init; }

    /// <summary>Gets what made the complexity up: part name to its contribution.</summary>
    public IReadOnlyDictionary<string, double>? ComplexityParts { get; init; }

    /// <summary>Gets the kinds of personal data found, by <see cref="PiiNames"/>; empty: none was found.</summary>
    public IReadOnlyList<string>? Pii { get; init; }

    /// <summary>Gets the number of images.</summary>
    public int Images { get; init; }

    /// <summary>Gets the number of audio parts.</summary>
    public int Audio { get; init; }

    /// <summary>Gets the number of tools offered.</summary>
    public int Tools { get; init; }

    /// <summary>Gets a value indicating whether the answer must follow a JSON Schema.</summary>
    public bool Schema { get; init; }

    /// <summary>Gets the priority, as headers write it.</summary>
    public string? Priority { get; init; }

    /// <summary>Gets what the policy made of them, in a sentence; <see langword="null"/> where candidates and costs say it all.</summary>
    public string? Why { get; init; }

    /// <summary>Gets what checks said of drafts, in order; <see langword="null"/> where none was checked.</summary>
    public IReadOnlyList<string>? Checks { get; init; }

    /// <summary>Spells computed signals out.</summary>
    public static SignalsRecord Create(in SignalValues values) => new()
    {
        Tokens = values.Tokens,
        Turns = values.Turns,
        Language = values.Language,
        Task = values.Task is { } task ? TaskKinds.ToName(task) : null,
        Domain = values.Domain is { } domain ? Domains.ToName(domain) : null,
        Code = Rounded(values.Code),
        Math = Rounded(values.Math),
        Complexity = Rounded(values.Complexity?.Score),
        ComplexityParts = values.Complexity is { } complexity ? Parts(complexity) : null,
        Pii = values.Pii is { } pii ? Kinds(pii) : null,
        Images = values.Images,
        Audio = values.Audio,
        Tools = values.Tools,
        Schema = values.Schema,
        Priority = values.Priority is { } priority ? RequestPriorities.ToName(priority) : null,
    };

    /// <summary>Takes the signals back as values: to three places, and without what made up the complexity.</summary>
    public SignalValues ToValues() => new()
    {
        Tokens = Tokens,
        Turns = Turns,
        Language = Language,
        Task = Task is { } task && TaskKinds.TryParse(task, out var kind) ? kind : null,
        Domain = Domain is { } named && Domains.TryParse(named, out var domain) ? domain : null,
        Code = (float?)Code,
        Math = (float?)Math,
        Complexity = Complexity is { } score ? Core.Signals.Complexity.OfScore((float)score) : null,
        Pii = Pii?.Aggregate(PiiKinds.None, static (all, name) => PiiNames.TryParse(name, out var kind) ? all | kind : all),
        Images = Images,
        Audio = Audio,
        Tools = Tools,
        Schema = Schema,
        Priority = Priority is { } said && RequestPriorities.TryParse(said, out var priority) ? priority : null,
    };

    private static Dictionary<string, double> Parts(in Complexity complexity)
    {
        var parts = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var part = (ComplexityPart)0; (int)part < Core.Signals.ComplexityParts.Count; part++)
        {
            if (complexity[part] > 0)
            {
                parts[Core.Signals.ComplexityParts.ToName(part)] = System.Math.Round(complexity[part] * Core.Signals.ComplexityParts.WeightOf(part), 3);
            }
        }

        return parts;
    }

    private static List<string> Kinds(PiiKinds found) =>
        [.. PiiNames.All.Where(name => PiiNames.TryParse(name, out var kind) && found.HasFlag(kind))];

    // Three places: what a person can use, and what single precision holds without noise.
    private static double? Rounded(float? value) => value is { } known ? System.Math.Round(known, 3) : null;
}
