using System.Globalization;
using System.Text;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Builder;

namespace Loadline.Acceptance.Tests;

/// <summary>A gateway before an upstream that replays every recorded reply; each recording is a model of its own.</summary>
internal sealed class RecordedWorld : IAsyncDisposable
{
    private const int Seed = 7;

    private readonly WebApplication _gateway;

    private RecordedWorld(IReadOnlyList<RecordedChat> chats, ReplayUpstream upstream, WebApplication gateway)
    {
        Chats = chats;
        Upstream = upstream;
        _gateway = gateway;
        Url = new Uri(gateway.Urls.First());
    }

    public IReadOnlyList<RecordedChat> Chats { get; }

    public ReplayUpstream Upstream { get; }

    /// <summary>Gets the gateway's root.</summary>
    public Uri Url { get; }

    /// <summary>Gets the recorded replies, and why some are left out.</summary>
    public static IEnumerable<(RecordedChat Chat, string? LeftOut)> Recordings => RecordedChats.Replies.Select(chat => (chat, LeftOut(chat)));

    public static async Task<RecordedWorld> StartAsync()
    {
        var chats = Recordings.Where(pair => pair.LeftOut is null).Select(pair => pair.Chat).ToList();
        var upstream = ReplayUpstream.Start(chats, Seed);
        var read = ConfigReader.Read(Config(chats, upstream.BaseUrl), "acceptance.yaml", static _ => null);
        Assert.True(read.Errors.Count == 0, string.Join('\n', read.Errors.Take(3)));
        var gateway = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(SnapshotBuilder.Build(read.Config!, null, BuiltInCatalog.Instance)),
            Urls = ["http://127.0.0.1:0"],
        });
        await gateway.StartAsync();
        return new RecordedWorld(chats, upstream, gateway);
    }

    public IEnumerable<SdkJob> Jobs(Dialect caller) => Chats.Select((chat, row) => SdkJob.Of(chat, row, caller, Asked.Plain));

    /// <summary>Gets the root of the upstream itself, for clients that go past the gateway.</summary>
    public Uri UpstreamUrl => new(Upstream.BaseUrl, "/");

    /// <summary>Calls with tools and with a schema, over every kind of upstream, streamed and not.</summary>
    public IEnumerable<SdkJob> Scenarios(Dialect caller) => Chats.Select((chat, row) => (chat, row))
        .Where(pair => !Expected.Of(pair.chat, caller).HasError)
        .GroupBy(pair => (pair.chat.Dialect, pair.chat.IsStream))
        .SelectMany(kind => new[]
        {
            // Not every kind of upstream was recorded with a call in its reply; what reaches it is looked at all the same.
            Scenario(kind.OrderBy(pair => NativeReading.Of(pair.chat).Calls.Length > 0 ? 0 : 1).First(), caller, Asked.Tools),
            Scenario(kind.OrderBy(pair => NativeReading.Of(pair.chat).Text.Length > 0 ? 0 : 1).First(), caller, Asked.Schema),
        });

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await Upstream.DisposeAsync();
    }

    private static SdkJob Scenario((RecordedChat Chat, int Row) pair, Dialect caller, Asked asked) => SdkJob.Of(pair.Chat, pair.Row, caller, asked);

    private static string? LeftOut(RecordedChat chat) =>
        chat.Reply.Length == 0 ? "no body was recorded"
        : chat.IsStream || chat.Reply.AsSpan().TrimStart(" \r\n"u8).StartsWith("{"u8) ? null
        : "not one JSON object";

    private static string Config(List<RecordedChat> chats, Uri upstream)
    {
        var text = new StringBuilder("version: 1\nproviders:\n");
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            var more = dialect == Dialect.Bedrock ? ", region: us-east-1, access_key_id: AKIDEXAMPLE, secret_access_key: secret" : ", api_key: upstreams-key";
            text.Append(CultureInfo.InvariantCulture, $"  {Name(dialect)}: {{ dialect: {Word(dialect)}, url: \"{upstream}\", breaker: off{more} }}\n");
        }

        text.Append("models:\n");
        for (var row = 0; row < chats.Count; row++)
        {
            var model = ReplayUpstream.ModelOf(row);
            text.Append(CultureInfo.InvariantCulture, $"  {model}: {{ provider: {Name(chats[row].Dialect)}, name: {model}, can: [tools, schema] }}\n");
        }

        return text.ToString();
    }

    private static string Name(Dialect dialect) => "p-" + dialect;

    private static string Word(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIResponses => ProviderDialects.OpenAIResponses,
        Dialect.Anthropic => ProviderDialects.Anthropic,
        Dialect.Gemini => ProviderDialects.Gemini,
        Dialect.Bedrock => ProviderDialects.Bedrock,
        _ => ProviderDialects.OpenAIChat,
    };
}
