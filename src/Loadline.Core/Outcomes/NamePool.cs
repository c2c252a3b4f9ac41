using System.Text;

namespace Loadline.Core.Outcomes;

/// <summary>Gives back the same string for the same UTF-8 name, so that a table of a million rows holds each model's name once.</summary>
internal sealed class NamePool
{
    // More distinct names than this are not model names; they are then simply not shared.
    private const int MostNames = 1024;

    private readonly List<(byte[] Utf8, string Name)> _names = [];
    private int _next;

    /// <param name="utf8">The name, escapes already undone.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        // Rows name the models in the same order, so the next name is nearly always the one after the last.
        for (var i = 0; i < _names.Count; i++)
        {
            var index = (_next + i) % _names.Count;
            if (utf8.SequenceEqual(_names[index].Utf8))
            {
                _next = index + 1;
                return _names[index].Name;
            }
        }

        var name = Encoding.UTF8.GetString(utf8);
        if (_names.Count < MostNames)
        {
            _names.Add((utf8.ToArray(), name));
            _next = _names.Count;
        }

        return name;
    }
}
