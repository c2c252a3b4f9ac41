using System.Text;
using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A credential as <see cref="SecretShape"/> has it, or <c>{ file: PATH }</c>: the one line of a file, which is read again when it changes.</summary>
internal sealed class CredentialShape : Shape<Secret>
{
    private const int MostBytes = 64 * 1024;

    private static readonly SecretShape Text = new();
    private static readonly SectionShape<CredentialDraft> File = CredentialDraft.Shape;

    public override void Describe(Utf8JsonWriter json) => SchemaText.AnyOf(json, Text.Describe, File.Describe);

    public override bool TryRead(ReadScope scope, ConfigNode node, out Secret value)
    {
        value = null!;
        if (node.Kind != ConfigNodeKind.Mapping)
        {
            return Text.TryRead(scope, node, out value);
        }

        return File.TryRead(scope, node, out var draft) && draft.Path is { } path && TryOpen(scope, path, out value);
    }

    // Whatever the file holds, no error shows any part of it.
    private static bool TryOpen(ReadScope scope, Located<string> path, out Secret value)
    {
        value = null!;
        try
        {
            using var file = System.IO.File.OpenRead(scope.Depend(path.Value));
            var bytes = new byte[MostBytes];
            var text = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false)).Trim();
            value = new Secret(text);
            if (text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                return true;
            }

            scope.Error(path.Place, text.Length == 0 ? "the file is empty" : "the file holds more than one credential in one line", "Write the credential into it, and nothing else.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            scope.Error(path.Place, "the file cannot be read (" + error.GetType().Name + ")", "Write the path of a file that this process may read.");
        }

        return false;
    }
}
