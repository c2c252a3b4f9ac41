namespace Loadline.Core.Configuration;

/// <summary>What happens to a request while every deployment that could serve it is benched.</summary>
public enum AllDown : byte
{
    /// <summary>One of them is tried all the same (panic routing). The default.</summary>
    Try,

    /// <summary>The caller gets status 503 and when to come back, at once.</summary>
    Refuse,
}
