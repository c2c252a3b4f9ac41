using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Loadline.Learning.Training;

/// <summary>Embeddings that were paid for, in a file: a line each, written as they come, so that what broke off goes on where it was.</summary>
/// <remarks>Lines are <c>{"model":…,"text":key of the normalised text,"vector":base64 of 32-bit floats}</c>. Thread-safe.</remarks>
public sealed class EmbeddingCache : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, float[]> _vectors = [];
    private readonly string _model;
    private readonly FileStream _file;

    private EmbeddingCache(FileStream file, string model) => (_file, _model) = (file, model);

    /// <summary>Gets how many of the model's embeddings it holds.</summary>
    public int Count => _vectors.Count;

    /// <summary>Gets how many lines could not be read and are asked for again.</summary>
    public int Damaged { get; private set; }

    /// <summary>Opens a file, or begins one. A last line that was cut off is dropped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">Only embeddings of this model are read.</param>
    /// <param name="dimensions">And only of this length; <see langword="null"/>: the model's own.</param>
    public static EmbeddingCache Open(string path, string model, int? dimensions)
    {
        var name = dimensions is { } length ? string.Create(CultureInfo.InvariantCulture, $"{model}/{length}") : model;
        var cache = new EmbeddingCache(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read), name);
        cache.ReadAll();
        return cache;
    }

    /// <summary>The vector of a normalised text's key; <see langword="null"/> where it was not paid for yet.</summary>
    public float[]? Find(UInt128 text)
    {
        lock (_gate)
        {
            return _vectors.GetValueOrDefault(text);
        }
    }

    /// <summary>Keeps a vector, in the file and here; one that is there already stays.</summary>
    public void Add(UInt128 text, float[] vector)
    {
        lock (_gate)
        {
            if (!_vectors.TryAdd(text, vector))
            {
                return;
            }

            using (var json = new Utf8JsonWriter(_file))
            {
                json.WriteStartObject();
                json.WriteString("model"u8, _model);
                json.WriteString("text"u8, text.ToString("x32", CultureInfo.InvariantCulture));
                json.WriteBase64String("vector"u8, MemoryMarshal.AsBytes(vector.AsSpan()));
                json.WriteEndObject();
            }

            _file.WriteByte((byte)'\n');
            _file.Flush();
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void ReadAll()
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var kept = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        foreach (var range in bytes.AsSpan(0, kept).Split((byte)'\n'))
        {
            Read(bytes.AsMemory(0, kept)[range]);
        }

        _file.SetLength(kept);
        _file.Position = kept;
    }

    // A line that somebody else damaged costs a call, not the run.
    private void Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = line.IsEmpty ? null : JsonDocument.Parse(line);
            if (json is not null && json.RootElement.GetProperty("model"u8).ValueEquals(_model))
            {
                var key = UInt128.Parse(json.RootElement.GetProperty("text"u8).GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                _vectors[key] = MemoryMarshal.Cast<byte, float>(json.RootElement.GetProperty("vector"u8).GetBytesFromBase64()).ToArray();
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            Damaged++;
        }
    }
}
