namespace Loadline.Gateway.Endpoints;

/// <summary>An error of Loadline's own surface, in the same envelope as the rest.</summary>
internal sealed record ErrorEnvelope(ErrorDetail Error)
{
    public static ErrorEnvelope Create(string code, string message) => new(new ErrorDetail(message, "invalid_request_error", code));
}

/// <summary>What is wrong and what to do.</summary>
internal sealed record ErrorDetail(string Message, string Type, string Code);
