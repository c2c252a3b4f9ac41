using System.Security.Cryptography;
using Loadline.Core.Certificates;

namespace Loadline.Core.Watching;

/// <summary>What a certificate is called in records: the first digits of its file's digest.</summary>
internal static class CertificateId
{
    private const int Digits = 12;

    public static string Of(Certificate certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(CertificateFile.Write(certificate)))[..Digits];
}
