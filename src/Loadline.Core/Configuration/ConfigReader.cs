using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Configuration;

/// <summary>Reads <c>loadline.yaml</c>: a config, or every error in it at once.</summary>
/// <remarks>
/// Uses no reflection. <c>${NAME}</c> and <c>${NAME:-default}</c> are replaced inside values after the file has been parsed, so that the
/// value of a variable can never become keys of its own; <c>$${</c> stands for a literal <c>${</c>.
/// </remarks>
public static class ConfigReader
{
    /// <summary>The largest file read, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a config.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="fileName">The name that errors show.</param>
    /// <param name="environment">Looks a variable up; <see langword="null"/>: it is not set.</param>
    public static ConfigResult Read(string text, string fileName, Func<string, string?> environment) =>
        Encoding.UTF8.GetByteCount(text) > MaxBytes
            ? TooLarge(fileName)
            : Read(text, fileName, environment, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>Reads a config from a file's bytes: UTF-8, with or without a byte order mark.</summary>
    /// <param name="utf8">The whole file.</param>
    /// <param name="fileName">The name that errors show.</param>
    /// <param name="environment">Looks a variable up; <see langword="null"/>: it is not set.</param>
    public static ConfigResult Read(ReadOnlySpan<byte> utf8, string fileName, Func<string, string?> environment)
    {
        if (utf8.Length > MaxBytes)
        {
            return TooLarge(fileName);
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(utf8));
        try
        {
            return Read(Strict.GetString(utf8), fileName, environment, digest);
        }
        catch (DecoderFallbackException)
        {
            return Failed(new ConfigError(fileName, 0, 0, "", "the file is not UTF-8", "Save it as UTF-8."));
        }
    }

    private static ConfigResult Read(string text, string fileName, Func<string, string?> environment, string digest)
    {
        // Strict decoding leaves the mark in the text.
        text = text.TrimStart('\uFEFF');
        ConfigNode? node;
        try
        {
            node = Variables.HasReserved(text, out var reserved) ? throw Reserved(text, reserved) : ConfigTree.Parse(Variables.Hide(text));
        }
        catch (ConfigSyntaxException exception)
        {
            return SyntaxErrors(text, fileName, exception);
        }

        return node is null || node.Kind == ConfigNodeKind.Null
            ? Failed(new ConfigError(
                fileName,
                1,
                1,
                "",
                "the file is empty",
                "Write `version: 1`, then `providers`, `models` and `routes`."))
            : Read(node, new ReadScope(fileName, environment), digest);
    }

    private static ConfigResult Read(ConfigNode node, ReadScope scope, string digest)
    {
        if (RootDraft.Shape.TryRead(scope, node, out var root))
        {
            Reading.Checks.Run(scope, root);
        }

        if (scope.Errors.Count == 0)
        {
            var config = Drafts.ToConfig(root, digest);
            var tables = config.Providers.Select(provider => provider.Outcomes).OfType<string>().Select(Path.GetFullPath);
            return new ConfigResult(config, []) { Files = [.. scope.Files.Concat(tables).Distinct(StringComparer.Ordinal)] };
        }

        return new ConfigResult(null, [.. scope.Errors.Distinct().OrderBy(error => error.Line).ThenBy(error => error.Column)]) { Files = [.. scope.Files] };
    }

    // YAML forbids tabs as indentation, but says so in its own words; each such line is named instead.
    private static ConfigResult SyntaxErrors(string text, string fileName, ConfigSyntaxException exception)
    {
        var tabs = new List<ConfigError>();
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            var indent = content[..^content.TrimStart(" \t").Length];
            if (indent.Length < content.Length && indent.IndexOf('\t') is var tab and >= 0)
            {
                tabs.Add(new ConfigError(fileName, line, tab + 1, "", "the line is indented with a tab", "Indent with spaces."));
            }
        }

        return tabs.Count > 0
            ? new ConfigResult(null, tabs)
            : Failed(new ConfigError(fileName, exception.Line, exception.Column, "", exception.Message, exception.Suggestion));
    }

    private static ConfigSyntaxException Reserved(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return new ConfigSyntaxException(
            before.Count('\n') + 1, index - before.LastIndexOf('\n'), "the file holds a private-use character (U+E000 or U+E001)", "Take it out.");
    }

    private static ConfigResult TooLarge(string fileName) =>
        Failed(new ConfigError(fileName, 0, 0, "", "the file is larger than 1 MB", "No config needs that: is it the right file?"));

    private static ConfigResult Failed(ConfigError error) => new(null, [error]);
}
