using System.Text.Json;

namespace Loadline.Core.Catalog;

/// <summary>The catalogue that ships inside the program; read when first asked for. <c>docs/catalogue.md</c> says where its figures come from.</summary>
/// <remarks>
/// A name is looked up as it stands, then without <c>provider/</c> or <c>models/</c> before it, without a Bedrock region, and with dates and
/// versions taken off its end one at a time. Where the provider has no such model, the providers are asked whose prices hold there (Azure
/// sells OpenAI's models at OpenAI's prices). Letter case never matters.
/// </remarks>
public sealed class BuiltInCatalog : IModelCatalog
{
    private static readonly Lazy<BuiltInCatalog> Loaded = new(Load);

    // Plain dictionaries: names are looked up when a config is read, and freezing them costs more than it ever gives back.
    private readonly Dictionary<string, Shelf> _shelves = new(StringComparer.OrdinalIgnoreCase);

    internal BuiltInCatalog(CatalogFile file)
    {
        PricesAsOf = file.AsOf;
        var models = new List<ModelInfo>();
        foreach (var (provider, entry) in file.Providers)
        {
            var byName = new Dictionary<string, ModelInfo>(StringComparer.OrdinalIgnoreCase);
            foreach (var model in entry.Models)
            {
                var info = Read(provider, model, file.AsOf);
                models.Add(info);
                AddNames(byName, model, info);
            }

            _shelves.Add(provider, new Shelf(provider, byName, entry.Fallback ?? []));
        }

        Models = models;
    }

    /// <summary>Gets the one instance.</summary>
    public static BuiltInCatalog Instance => Loaded.Value;

    /// <summary>Gets the day that the prices were valid on as far as their source knew, <c>yyyy-MM-dd</c>.</summary>
    public string PricesAsOf { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ModelInfo> Models { get; }

    /// <inheritdoc/>
    public ModelInfo? Find(string provider, string model)
    {
        if (KnownProviders.FromName(provider) is not { } name || !_shelves.TryGetValue(name, out var shelf))
        {
            return null;
        }

        if (FindOn(shelf, model) is { } found)
        {
            return found;
        }

        foreach (var fallback in shelf.Fallback)
        {
            if (_shelves.TryGetValue(fallback, out var other) && FindOn(other, model) is { } lent)
            {
                return lent;
            }
        }

        return null;
    }

    private static BuiltInCatalog Load()
    {
        using var stream = typeof(BuiltInCatalog).Assembly.GetManifestResourceStream("models.json")
            ?? throw new InvalidOperationException("The catalogue is not in the assembly.");
        var file = JsonSerializer.Deserialize(stream, CatalogJsonContext.Default.CatalogFile)
            ?? throw new InvalidOperationException("The catalogue is empty.");
        return new BuiltInCatalog(file);
    }

    /// <summary>Reads a newer catalogue of the same form.</summary>
    /// <param name="utf8">The file: JSON in UTF-8; <c>docs/catalogue.md</c> has its members.</param>
    /// <exception cref="FormatException">It is no catalogue; the message says where.</exception>
    public static BuiltInCatalog Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new BuiltInCatalog(JsonSerializer.Deserialize(utf8, CatalogJsonContext.Default.CatalogFile) ?? throw new FormatException("The catalogue is empty."));
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static ModelInfo? FindOn(Shelf shelf, ReadOnlySpan<char> model)
    {
        if (FindUndated(shelf, model) is { } found)
        {
            return found;
        }

        var slash = model.IndexOf('/');
        if (slash > 0 && IsPrefixOf(model[..slash], shelf) && FindUndated(shelf, model[(slash + 1)..]) is { } inside)
        {
            return inside;
        }

        var anywhere = ModelNames.WithoutRegion(model);
        return anywhere.Length == model.Length ? null : FindUndated(shelf, anywhere);
    }

    private static ModelInfo? FindUndated(Shelf shelf, ReadOnlySpan<char> name)
    {
        do
        {
            if (shelf.Names.TryGetValue(name, out var found))
            {
                return found;
            }
        }
        while (ModelNames.TryTakeVersionOff(name, out name));

        return null;
    }

    private static bool IsPrefixOf(ReadOnlySpan<char> prefix, Shelf shelf)
        => prefix.Equals("models", StringComparison.OrdinalIgnoreCase) || KnownProviders.FromName(prefix.ToString()) == shelf.Provider;

    private static void AddNames(Dictionary<string, ModelInfo> byName, CatalogFile.ModelEntry model, ModelInfo info)
    {
        byName.Add(model.Id, info);
        foreach (var also in model.Also ?? [])
        {
            byName.Add(also, info);
        }
    }

    private static ModelInfo Read(string provider, CatalogFile.ModelEntry model, string asOf) => new()
    {
        Provider = provider,
        Id = model.Id,
        Price = model is { In: { } input, Out: { } output } ? new ModelPrice(input, output, model.Cached, model.Write) : null,
        Context = model.Context,
        MaxOutput = model.MaxOutput,
        Can = model.Can is { } can ? CapabilitiesOf(can) : null,
        PricesAsOf = asOf,
        Strength = model.Strength,
    };

    private static Capabilities CapabilitiesOf(string[] names)
    {
        var can = Capabilities.None;
        foreach (var name in names)
        {
            can |= Enum.Parse<Capabilities>(name, ignoreCase: true);
        }

        return can;
    }

    private sealed class Shelf
    {
        public Shelf(string provider, Dictionary<string, ModelInfo> byName, string[] fallback)
        {
            Provider = provider;
            Names = byName.GetAlternateLookup<ReadOnlySpan<char>>();
            Fallback = fallback;
        }

        public string Provider { get; }

        public Dictionary<string, ModelInfo>.AlternateLookup<ReadOnlySpan<char>> Names { get; }

        public string[] Fallback { get; }
    }
}
