using System.Globalization;

namespace Loadline.Quality;

/// <summary>Raw results as tab-separated lines on standard output, so that long measurements can be made in parts and added up afterwards.</summary>
internal static class Cells
{
    public static void Write(string kind, params ReadOnlySpan<object> values)
    {
        var texts = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            texts[i] = Convert.ToString(values[i], CultureInfo.InvariantCulture)!;
        }

        Console.WriteLine(kind + "\t" + string.Join('\t', texts));
    }

    public static IEnumerable<string[]> Read(IEnumerable<string> files, string kind) =>
        files.SelectMany(File.ReadLines).Select(line => line.Split('\t')).Where(cells => cells[0] == kind);

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
