namespace Loadline.Core.Facts;

/// <summary>The caller's request headers, as signals and rules may read them.</summary>
public interface IRequestHeaders
{
    /// <summary>Finds a header by name, in any case.</summary>
    /// <returns>The value, several joined by a comma; <see langword="null"/> where the header is absent.</returns>
    string? Find(string name);
}
