namespace Loadline.Wire.Conversion;

/// <summary>Tools that a conversation has called.</summary>
internal static class ToolHistory
{
    /// <summary>The upstream names of called tools, where the request offers none at all: some APIs refuse calls without definitions.</summary>
    public static List<string> Undefined(ChatRequest request, ConversionLosses losses)
    {
        var names = new List<string>();
        if (request.Tools.Exists(tool => tool.Kind != ToolKind.Hosted))
        {
            return names;
        }

        var spelled = new ToolNames(request);
        foreach (var call in request.Messages.SelectMany(message => message.Parts).OfType<ToolCallPart>())
        {
            var name = spelled.ToWire(call.Name, call.Namespace);
            if (!names.Contains(name))
            {
                names.Add(name);
            }
        }

        if (names.Count > 0)
        {
            losses.Added("tools", "empty definitions of the tools that the history calls");
        }

        return names;
    }
}
