using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>Google's <c>generateContent</c>, at the Gemini API and at Vertex AI: the model and the wish for a stream are in the address.</summary>
internal sealed class GeminiProtocol : IUpstreamProtocol
{
    private readonly UpstreamCredential? _credential;
    private readonly UpstreamCredential? _compatibleCredential;
    private readonly ModelAddresses _addresses;

    /// <param name="config">The provider.</param>
    /// <param name="server">Gemini or Vertex.</param>
    /// <param name="credential">The credential.</param>
    /// <param name="compatibleCredential">The credential as the OpenAI-compatible surface of the same server takes it.</param>
    public GeminiProtocol(
        ProviderConfig config, UpstreamServer server, UpstreamCredential? credential, UpstreamCredential? compatibleCredential)
    {
        _credential = credential;
        _compatibleCredential = compatibleCredential;
        Server = server;
        var root = config.Url!.AbsoluteUri.TrimEnd('/');

        // The Gemini API takes OpenAI's embeddings at a surface of its own; Vertex has that surface elsewhere.
        var embeddings = server == UpstreamServer.Vertex ? null : new Uri(root + "/openai/embeddings");
        var models = new Uri(root + "/models");
        _addresses = new ModelAddresses((operation, model, stream) => operation switch
        {
            UpstreamOperation.Chat => new Uri(Model(root, model) + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent")),
            UpstreamOperation.CountTokens => new Uri(Model(root, model) + ":countTokens"),
            UpstreamOperation.Embeddings => embeddings,
            _ => models,
        });
    }

    public Dialect Dialect => Dialect.Gemini;

    public UpstreamServer Server { get; }

    public string StreamType => "text/event-stream";

    public bool AsksUsage => false;

    public Uri? Find(UpstreamOperation operation, string model, bool stream) => _addresses.Find(operation, model, stream);

    public bool CanForward(Dialect caller, RequestFacts facts, ReadOnlySpan<byte> quotedEffort) =>
        caller == Dialect.Gemini && SameDialect.CanForward(Dialect.Gemini, facts, quotedEffort);

    public void Prepare(HttpRequestMessage request, UpstreamOperation operation, IHeaderDictionary? caller) =>
        (operation == UpstreamOperation.Embeddings ? _compatibleCredential : _credential)?.Apply(request);

    // `models/NAME`, `tunedModels/NAME` and `endpoints/NUMBER` are whole paths already.
    private static string Model(string root, string model) => model.Contains('/')
        ? root + "/" + string.Join('/', model.Split('/').Select(Uri.EscapeDataString))
        : root + "/models/" + Uri.EscapeDataString(model);
}
