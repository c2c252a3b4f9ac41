namespace Loadline.Core.Configuration;

/// <summary>What happens while a route's reference cannot serve because it fails.</summary>
public enum ReferenceDown : byte
{
    /// <summary>The best remaining serves: the fallbacks that are named. The default.</summary>
    Serve,

    /// <summary>Nothing weaker stands in: the caller gets the error.</summary>
    Refuse,
}
