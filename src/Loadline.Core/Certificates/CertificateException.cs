namespace Loadline.Core.Certificates;

/// <summary>A certificate that cannot be used; the message says why and what to do.</summary>
public sealed class CertificateException(string message, Exception? inner = null) : Exception(message, inner);
