namespace Loadline.Learning.Certification;

/// <summary>Rows or a route that cannot be certified; the message says why and what to do.</summary>
public sealed class CertifyException(string message) : Exception(message);
