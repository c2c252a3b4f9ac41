using Loadline.Core.Catalog;

namespace Loadline.Core.Tests.Support;

/// <summary>A catalogue of what a test says, and of nothing by default.</summary>
internal sealed class TestCatalog(params ModelInfo[] models) : IModelCatalog
{
    public static TestCatalog Empty { get; } = new();

    public IReadOnlyList<ModelInfo> Models => models;

    public ModelInfo? Find(string provider, string model) => Array.Find(models, info => info.Provider == provider && info.Id == model);
}
