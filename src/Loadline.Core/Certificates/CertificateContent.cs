namespace Loadline.Core.Certificates;

/// <summary>A certificate as its file has it.</summary>
internal sealed record CertificateContent(int LoadlineCertificate, Certificate Certificate, string Digest);
