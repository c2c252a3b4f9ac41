namespace Loadline.Learning.Charts;

/// <summary>Writes what points are beside them, each where it covers none of those written before.</summary>
internal sealed class PointLabels
{
    private const int MostCharacters = 26;
    private const double PerCharacter = 6.6;
    private const double Height = 13;
    private static readonly double[] Shifts = [4, -9, 17, -22, 30, -35];

    private readonly List<(double Left, double Right, double Y)> _written = [];

    /// <summary>Writes one; left out where there is no room left about its point.</summary>
    public void Write(ChartCanvas canvas, double x, double y, string name)
    {
        var text = name.Length <= MostCharacters ? name : name[..(MostCharacters - 1)] + "…";
        var width = text.Length * PerCharacter;
        var isLeft = x + 9 + width > ChartCanvas.Right;
        var left = isLeft ? x - 9 - width : x + 9;
        foreach (var shift in Shifts)
        {
            var at = y + shift;
            if (at >= Height && at <= canvas.Bottom - 2 && !_written.Exists(one => one.Left < left + width && left < one.Right && Math.Abs(one.Y - at) < Height))
            {
                _written.Add((left, left + width, at));
                canvas.Label(isLeft ? x - 9 : x + 9, at, isLeft ? "end" : "start", text);
                return;
            }
        }
    }
}
