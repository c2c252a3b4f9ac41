using System.Buffers;
using System.Globalization;
using System.Text;
using Loadline.Core.Facts;
using Loadline.Gateway.Simulation;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Forwarding;

/// <content>The request for the upstream: the caller's own bytes where both speak the same dialect, else written anew.</content>
internal sealed partial class Attempt
{
    private const int MostKeptBytes = 256 * 1024;

    // Only made for requests that are converted.
    private ArrayBufferWriter<byte>? _body;
    private ToolNames? _tools;
    private bool _isForwarded;

    private bool TryCreateRequest(UpstreamClient client, out UpstreamOperation operation)
    {
        var facts = _exchange.Context.Facts;
        _protocol = client.Protocol;
        operation = facts.Kind == RequestKind.Chat ? UpstreamOperation.Chat : UpstreamOperation.Embeddings;
        _isForwarded = operation == UpstreamOperation.Embeddings
            || _protocol.CanForward(_exchange.Target.Dialect, facts, Candidate.QuotedEffort.Span);
        UpstreamContent content;
        if (_isForwarded)
        {
            content = Forward(facts, operation);
        }
        else if (Convert() is { } converted)
        {
            content = converted;
        }
        else
        {
            return false;
        }

        // What an operation it does not have is asked of is answered as an unknown address would be.
        var address = _protocol.Find(operation, Deployment.Name, facts.Stream)
            ?? throw new HttpRequestException($"'{Deployment.Id}' has no {operation}.");
        _request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        OutboundHeaders.Add(_request.Headers, "Accept", facts.Stream ? _protocol.StreamType : "application/json");
        OutboundHeaders.Add(_request.Headers, "User-Agent", "loadline");
        if (client.IsSimulated)
        {
            Simulate(_request);
        }

        var connect = _exchange.Context.Route!.Timeouts.Connect;
        if (connect != UpstreamConnector.DefaultTimeout)
        {
            _request.Options.Set(UpstreamConnector.TimeoutKey, connect);
        }

        return true;
    }

    private SplicedContent Forward(RequestFacts facts, UpstreamOperation operation)
    {
        var edits = new UpstreamEdits(Deployment.QuotedName, Candidate.QuotedEffort, facts.Stream && _protocol.AsksUsage) { MoreMembers = LogprobsMember() };
        if (facts.MaxOutputTokens > Candidate.MaxOutput)
        {
            edits = edits with { MaxOutputTokens = Encoding.UTF8.GetBytes(Candidate.MaxOutput.ToString(CultureInfo.InvariantCulture)) };
            (Losses ??= new ConversionLosses()).Clamped("max_tokens", "the model generates less in one reply");
        }

        SameDialect.Splice(operation == UpstreamOperation.Embeddings ? Dialect.OpenAIChat : Dialect, facts, edits, out var body);
        return new SplicedContent(in body);
    }

    // One large request must not keep its memory for as long as this object is pooled.
    private static void Shed(ref ArrayBufferWriter<byte>? buffer)
    {
        buffer?.ResetWrittenCount();
        buffer = buffer?.Capacity > MostKeptBytes ? null : buffer;
    }

    private ConvertedContent? Convert()
    {
        if (_exchange.Neutral() is not { } request)
        {
            return null;
        }

        _body ??= new ArrayBufferWriter<byte>(4096);
        Losses = new ConversionLosses();
        _tools = ChatConversion.WriteRequest(request, UpstreamProtocols.Target(_protocol, Candidate, Deployment), _body, Losses);
        return new ConvertedContent(WithMembers(_body, LogprobsMember()));
    }

    // After the opening brace of a body that was written here: it has other members, and none of these.
    private static ReadOnlyMemory<byte> WithMembers(ArrayBufferWriter<byte> body, ReadOnlyMemory<byte> members) =>
        members.IsEmpty ? body.WrittenMemory : (byte[])[(byte)'{', .. members.Span, (byte)',', .. body.WrittenSpan[1..]];

    private ReplyContext ReplyContext() => new(_exchange.Id, Deployment.Name, _exchange.Arrived.ToUnixTimeSeconds())
    {
        Tools = _tools,
        Request = _exchange.Neutral(),
        IncludeUsage = _exchange.Context.Facts.IncludeUsage,
    };

    private void Simulate(HttpRequestMessage request)
    {
        if (_exchange.Headers.Find(SimulatedProviderHandler.RowHeader) is { } row)
        {
            OutboundHeaders.Add(request.Headers, SimulatedProviderHandler.RowHeader, row);
        }

        if (Candidate.Simulate is { } simulation)
        {
            request.Options.Set(SimulatedProviderHandler.SimulationKey, simulation);
        }
    }
}
