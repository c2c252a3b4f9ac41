using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Policies;

/// <summary>Keeps what a bandit learned over restarts: one JSON file, replaced in one step.</summary>
public static class BanditStateFile
{
    private const string Format = "loadline bandit 2";

    /// <summary>Loads a state; a file that is not there is a bandit that knows nothing.</summary>
    /// <exception cref="InvalidDataException">The file is none, damaged, or of other features.</exception>
    public static BanditState Load(string? path)
    {
        var state = new BanditState { Path = path };
        if (path is null || !File.Exists(path))
        {
            return state;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            if (root.GetProperty("format").GetString() != Format || root.GetProperty("features").GetInt32() != BanditFeatures.Version)
            {
                throw new InvalidDataException(path + " is no bandit's state, or of another version. Move it away to start anew.");
            }

            var shared = new BanditShared();
            Fill(shared.Inverse, root.GetProperty("shared").GetProperty("inverse").GetString()!);
            Fill(shared.Sum, root.GetProperty("shared").GetProperty("sum").GetString()!);
            state.Put(shared, [.. root.GetProperty("arms").EnumerateObject().Select(arm => (arm.Name, Read(arm.Value)))]);
            return state;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException(path + " is damaged: " + error.Message + " Move it away to start anew.", error);
        }
    }

    /// <summary>Saves a state to its path: written beside it, then moved over it, so that a crash leaves the old file or the new one.</summary>
    public static void Save(BanditState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Path is not { } path)
        {
            return;
        }

        var beside = path + ".new";
        using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(state.Read(Write));
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private static byte[] Write(BanditShared shared, IReadOnlyDictionary<string, BanditArm> arms)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("features", BanditFeatures.Version);
            json.WriteStartObject("shared");
            json.WriteString("inverse", Text(shared.Inverse));
            json.WriteString("sum", Text(shared.Sum));
            json.WriteEndObject();
            json.WriteStartObject("arms");
            foreach (var (name, arm) in arms.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                Write(json, name, arm);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, BanditArm arm)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", arm.Count);
        json.WriteString("inverse", Text(arm.Inverse));
        json.WriteString("quality", Text(arm.Quality));
        json.WriteString("cost", Text(arm.Cost));
        json.WriteEndObject();
    }

    private static BanditArm Read(JsonElement json)
    {
        var arm = new BanditArm() { Count = json.GetProperty("count").GetInt64() };
        Fill(arm.Inverse, json.GetProperty("inverse").GetString()!);
        Fill(arm.Quality, json.GetProperty("quality").GetString()!);
        Fill(arm.Cost, json.GetProperty("cost").GetString()!);
        return arm;
    }

    private static string Text(double[] values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static void Fill(double[] values, string text)
    {
        var parts = text.Split(' ');
        if (parts.Length != values.Length)
        {
            throw new FormatException("a list of numbers has another length.");
        }

        for (var i = 0; i < parts.Length; i++)
        {
            values[i] = double.Parse(parts[i], CultureInfo.InvariantCulture);
        }
    }
}
