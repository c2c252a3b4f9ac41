namespace Loadline.Core.Configuration.Reading;

/// <summary>A section as read; knows which keys were written, even where their values could not be read.</summary>
internal abstract class Draft
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    public bool Has(string key) => _written.Contains(key);

    public void Wrote(string key) => _written.Add(key);
}
