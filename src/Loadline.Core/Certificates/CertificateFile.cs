using System.Security.Cryptography;
using System.Text.Json;

namespace Loadline.Core.Certificates;

/// <summary>Reads and writes certificates: JSON for people, with a SHA-256 over its content; a changed one is refused.</summary>
/// <remarks>The digest finds damage and edits by hand. It is no signature: who may write the file may write another.</remarks>
public static class CertificateFile
{
    /// <summary>The version of the format that is written; a file of another is refused.</summary>
    public const int FormatVersion = 1;

    /// <summary>The file's content. Reading it back gives an equal certificate.</summary>
    public static byte[] Write(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Serialise(certificate, Digest(certificate));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CertificateException">It is not there, not a certificate, changed, or of another version.</exception>
    public static Certificate Load(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path), Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"The certificate {path} cannot be read: {error.Message} Make it with `loadline certify`.", error);
        }
    }

    /// <summary>Reads a certificate from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="CertificateException">It is not a certificate, changed, or of another version.</exception>
    public static Certificate Read(ReadOnlySpan<byte> bytes, string name)
    {
        CertificateContent? content;
        try
        {
            content = JsonSerializer.Deserialize(bytes, CertificateJsonContext.Default.CertificateContent);
        }
        catch (JsonException error)
        {
            throw new CertificateException($"{name} is not a certificate. Make one with `loadline certify`.", error);
        }

        if (content is not { Certificate: { } certificate } || content.LoadlineCertificate != FormatVersion)
        {
            throw new CertificateException($"{name} is not a certificate of version {FormatVersion}. Certify again with this version.");
        }

        return content.Digest == Digest(certificate)
            ? certificate
            : throw new CertificateException($"{name} was changed after it was written: its digest does not match. Copy it again, or certify again.");
    }

    private static string Digest(Certificate certificate) => Convert.ToHexStringLower(SHA256.HashData(Serialise(certificate, "")));

    private static byte[] Serialise(Certificate certificate, string digest) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new CertificateContent(FormatVersion, certificate, digest), CertificateJsonContext.Default.CertificateContent);
}
