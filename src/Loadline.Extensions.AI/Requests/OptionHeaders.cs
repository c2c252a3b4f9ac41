using System.Globalization;
using Loadline.Core.Facts;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Requests;

/// <summary>Reads <see cref="ChatOptions.AdditionalProperties"/> as a gateway would read headers, so that rules and hints hold in both places.</summary>
internal sealed class OptionHeaders : IRequestHeaders
{
    private const string Session = "x-loadline-session";

    private ChatOptions? _options;

    public void Attach(ChatOptions? options) => _options = options;

    /// <inheritdoc/>
    public string? Find(string name)
    {
        if (_options?.AdditionalProperties?.TryGetValue(name, out var value) == true && value is not null)
        {
            return value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        // A conversation that a provider keeps is one session.
        return name == Session ? _options?.ConversationId : null;
    }
}
