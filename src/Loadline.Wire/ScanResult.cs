namespace Loadline.Wire;

/// <summary>What a scanner made of a request body: all well, or what the caller must mend.</summary>
/// <remarks>An error maps to HTTP 400 and OpenAI's type <c>invalid_request_error</c>; the happy path carries no strings.</remarks>
public readonly struct ScanResult
{
    private ScanResult(string message, string? param, string code)
    {
        Message = message;
        Param = param;
        Code = code;
    }

    /// <summary>Gets a value indicating whether the body can be routed.</summary>
    public bool Ok => Message is null;

    /// <summary>Gets what is wrong and what to write instead; <see langword="null"/> where <see cref="Ok"/>.</summary>
    public string? Message { get; }

    /// <summary>Gets the member at fault, such as <c>messages[2].role</c>; <see langword="null"/> where it is the whole body.</summary>
    public string? Param { get; }

    /// <summary>Gets the short code of the fault, such as <c>empty_array</c>; <see langword="null"/> where <see cref="Ok"/>.</summary>
    public string? Code { get; }

    /// <summary>Gets what a body has that can be read.</summary>
    public static ScanResult Success => default;

    /// <summary>Refuses a body. <paramref name="param"/> is the member at fault, where there is one; <paramref name="code"/> is OpenAI's or ours.</summary>
    public static ScanResult Error(string message, string? param, string code) => new(message, param, code);
}
