namespace Loadline.Core.Sessions;

/// <summary>What is remembered of a conversation.</summary>
public struct SessionEntry
{
    /// <summary>Gets or sets the session's key; 0: nobody's entry.</summary>
    public ulong Key { get; set; }

    /// <summary>Gets or sets the hash of the name of the candidate that served last.</summary>
    public ulong Candidate { get; set; }

    /// <summary>Gets or sets when it served, on the clock that requests are decided with.</summary>
    public TimeSpan Last { get; set; }

    /// <summary>Gets or sets the tokens that its provider then had seen: the prompt and the answer.</summary>
    public int Prefix { get; set; }

    /// <summary>Gets or sets the hash of the name of the candidate that served before that one; 0: none did.</summary>
    public ulong Before { get; set; }

    /// <summary>Gets or sets when it served last.</summary>
    public TimeSpan BeforeLast { get; set; }

    /// <summary>Gets or sets the tokens that its provider had seen.</summary>
    public int BeforePrefix { get; set; }

    /// <summary>Gets or sets the USD that staying has cost so far against where the policy wanted to go.</summary>
    public double Regret { get; set; }
}
