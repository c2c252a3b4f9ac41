namespace Loadline.Core.Catalog;

/// <summary>Facts about models that nobody should have to type in: prices, context windows, capabilities.</summary>
public interface IModelCatalog
{
    /// <summary>Gets every model known, in no particular order.</summary>
    IReadOnlyList<ModelInfo> Models { get; }

    /// <summary>Looks a model up as a provider names it.</summary>
    /// <param name="provider">The provider's name or a common other name for it (<c>gemini</c>, <c>vertex</c>); any case.</param>
    /// <param name="model">The model as it is sent upstream; any case, with or without a date or <c>-latest</c>.</param>
    /// <returns>What is known; <see langword="null"/> where nothing is. Its <see cref="ModelInfo.Id"/> tells which entry answered.</returns>
    ModelInfo? Find(string provider, string model);
}
