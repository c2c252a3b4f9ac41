using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Loadline.Core.Outcomes;
using Loadline.Learning.Calls;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary>The options that say where rows' embeddings come from.</summary>
internal sealed class EmbeddingOptions
{
    private readonly Option<Uri?> _url = AddressOption.Create(
        "--embeddings", "Learn from embeddings, too: any OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1.", "http://127.0.0.1:11434/v1");
    private readonly Option<string?> _model = new("--embedding-model") { Description = "The embedding model's name there." };
    private readonly Option<int?> _dimensions = new("--embedding-dimensions") { Description = "The length of vectors to ask for, where the model offers several. Default: its own." };
    private readonly Option<string?> _key = new("--embedding-key-env") { Description = "The environment variable that holds that endpoint's key." };
    private readonly Option<FileInfo?> _cache = new("--embedding-cache") { Description = "The file that keeps what was embedded. Default: beside the table, `.embeddings` added to its name." };

    public static EmbeddingOptions Create() => new();

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_model);
        command.Add(_dimensions);
        command.Add(_key);
        command.Add(_cache);
    }

    /// <summary>Tells whether an endpoint is named.</summary>
    public bool AreIn(SymbolResult parsed) => parsed.GetResult(_url) is not null;

    /// <returns><see langword="null"/> where no embeddings are asked for.</returns>
    public Values? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_url) is not { } url)
        {
            return parsed.GetValue(_model) is null && parsed.GetValue(_dimensions) is null && parsed.GetValue(_key) is null && parsed.GetValue(_cache) is null
                ? null : throw new UserError("Which endpoint embeds? Give its address: --embeddings http://127.0.0.1:11434/v1");
        }

        if (parsed.GetValue(_dimensions) is < 1)
        {
            throw new UserError("--embedding-dimensions takes a number above 0.");
        }

        return new Values(
            url,
            parsed.GetValue(_model) ?? throw new UserError("Which model embeds? Name it: --embedding-model nomic-embed-text"),
            parsed.GetValue(_dimensions),
            parsed.GetValue(_key),
            parsed.GetValue(_cache));
    }

    /// <summary>What they were set to.</summary>
    internal sealed record Values(Uri Url, string Model, int? Dimensions, string? KeyVariable, FileInfo? Cache)
    {
        public Task<RowEmbeddings> GetAsync(OutcomeMatrix matrix, FileInfo table, CancellationToken cancellationToken) =>
            GetAsync(matrix.Rows, matrix.Name, table, cancellationToken);

        public async Task<RowEmbeddings> GetAsync(IReadOnlyList<OutcomeRow> rows, string name, FileInfo table, CancellationToken cancellationToken)
        {
            var key = KeyVariable is null ? null
                : Environment.GetEnvironmentVariable(KeyVariable) ?? throw new UserError($"The variable {KeyVariable} is not set.");
            var path = Cache?.FullName ?? table.FullName + ".embeddings";
            try
            {
                using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = true, UseCookies = false });
                using var cache = EmbeddingCache.Open(path, Model, Dimensions);
                var caller = new EmbeddingCaller(http, Address(), key, Model, Dimensions, TimeProvider.System, new Random());
                return await RowEmbeddings.GetAsync(rows, caller, cache, missing => Announce(name, missing, path), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is EmbeddingException or IOException or UnauthorizedAccessException)
            {
                throw new UserError(error.Message);
            }
        }

        private Uri Address() => Url.AbsolutePath.EndsWith("/embeddings", StringComparison.Ordinal) ? Url
            : new UriBuilder(Url) { Path = Url.AbsolutePath.TrimEnd('/') + "/embeddings" }.Uri;

        private static void Announce(string name, int missing, string path)
        {
            if (missing > 0)
            {
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{name}: {missing:N0} texts are sent to be embedded; what comes is kept in {Path.GetFileName(path)}."));
            }
        }
    }
}
