using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Loadline.Gateway.Telemetry;

/// <summary>Writes the pieces of Prometheus' text format (version 0.0.4).</summary>
internal static class PrometheusText
{
    public static void Write(this IBufferWriter<byte> writer, string text) => Encoding.UTF8.GetBytes(text, writer);

    public static void Write(this IBufferWriter<byte> writer, double value)
    {
        var span = writer.GetSpan(32);
        if (double.IsFinite(value) && value.TryFormat(span, out var written, default, CultureInfo.InvariantCulture))
        {
            writer.Advance(written);
            return;
        }

        writer.Write(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
    }

    public static void Write(this IBufferWriter<byte> writer, long value)
    {
        Utf8Formatter.TryFormat(value, writer.GetSpan(20), out var written);
        writer.Advance(written);
    }

    /// <summary>Writes <c># HELP</c> and <c># TYPE</c>.</summary>
    public static void WriteHead(this IBufferWriter<byte> writer, string name, string? help, ReadOnlySpan<byte> type)
    {
        if (!string.IsNullOrEmpty(help))
        {
            writer.Write("# HELP "u8);
            writer.Write(name);
            writer.Write(" "u8);
            writer.Write(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
            writer.Write("\n"u8);
        }

        writer.Write("# TYPE "u8);
        writer.Write(name);
        writer.Write(" "u8);
        writer.Write(type);
        writer.Write("\n"u8);
    }

    /// <summary>Writes the start of a sample, up to where its value goes.</summary>
    /// <param name="writer">The page.</param>
    /// <param name="name">The metric's name.</param>
    /// <param name="suffix">What the sample adds to it: nothing, <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
    /// <param name="labels">Labels as <see cref="Labels"/> made them, braces left out.</param>
    /// <param name="last">A label more, in the same form; empty for none.</param>
    public static void WriteSample(
        this IBufferWriter<byte> writer, string name, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> last = default)
    {
        writer.Write(name);
        writer.Write(suffix);
        if (!labels.IsEmpty || !last.IsEmpty)
        {
            writer.Write("{"u8);
            writer.Write(labels);
            writer.Write(labels.IsEmpty || last.IsEmpty ? default : ","u8);
            writer.Write(last);
            writer.Write("}"u8);
        }

        writer.Write(" "u8);
    }

    /// <summary>Makes <c>a="1",b="2"</c> of tags: sorted by name, absent values left out, values of names that fall together joined by <c>;</c>.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            if (Text(value) is { Length: > 0 } text)
            {
                var name = PrometheusName.OfLabel(key);
                byName[name] = byName.TryGetValue(name, out var before) ? before + ";" + text : text;
            }
        }

        return string.Join(',', byName.Select(label => Label(label.Key, label.Value)));
    }

    public static string Label(string name, string value) => name + "=\"" + Escape(value) + "\"";

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Escape(string value)
        => value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
