using System.Runtime.CompilerServices;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Extensions.AI.Remote;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Clients;

/// <summary>Finds the chat client of a deployment: the application's own, or one made for providers that need none.</summary>
internal sealed class ClientMap(LoadlineOptions options) : IDisposable
{
    // Entries go with the snapshot that their deployment belongs to.
    private readonly ConditionalWeakTable<DeploymentSnapshot, IChatClient> _known = [];
    private readonly ChatHttp _http = new();

    /// <summary>Gets the application's own way to find a status in an exception.</summary>
    public Func<Exception, int?>? ReadStatus => options.ReadStatus;

    /// <exception cref="LoadlineException">There is none.</exception>
    public IChatClient For(DeploymentSnapshot deployment) =>
        _known.TryGetValue(deployment, out var client) ? client : _known.GetValue(deployment, one => Find(one) ?? throw Missing(one));

    /// <summary>Makes sure that every deployment can be called.</summary>
    /// <exception cref="LoadlineException">Some cannot; all of them are named.</exception>
    public void Check(RuntimeSnapshot snapshot)
    {
        List<string>? missing = null;
        foreach (var candidate in snapshot.Candidates)
        {
            foreach (var deployment in candidate.Deployments)
            {
                // Simulated clients play a model as its candidate says, so they are made here, where it is known.
                var client = Find(deployment) ?? Simulated(candidate, deployment);
                if (client is null)
                {
                    (missing ??= []).Add(deployment.Id);
                }
                else
                {
                    _known.TryAdd(deployment, client);
                }
            }
        }

        if (missing is not null)
        {
            throw new LoadlineException("missing_client", $"No chat client for {string.Join(", ", missing.Distinct())}. " + Advice(missing[0]));
        }
    }

    public void Dispose() => _http.Dispose();

    private IChatClient? Find(DeploymentSnapshot deployment)
    {
        if (options.Clients.TryGetValue(deployment.Id, out var client) || options.Clients.TryGetValue(deployment.Provider.Name, out client))
        {
            return client;
        }

        var provider = deployment.Provider.Config;
        return options.CreateClient?.Invoke(provider, deployment.Name)
            ?? (provider is { Dialect: ProviderDialects.OpenAIChat, Url: { } url, Aws: null, Server: not ProviderServers.Azure }
                ? new ChatCompletionsClient(_http, url, provider.ApiKey?.Reveal(), deployment.Name, provider.Name, options.Time)
                : null);
    }

    private SimulatedChatClient? Simulated(CandidateSnapshot candidate, DeploymentSnapshot deployment) =>
        deployment.Provider.Config.Dialect == ProviderDialects.Simulated
            ? new SimulatedChatClient(deployment.Name, candidate.Simulate, options.Time, options.NewRandom())
            : null;

    private static LoadlineException Missing(DeploymentSnapshot deployment) =>
        new("missing_client", $"No chat client for {deployment.Id}. " + Advice(deployment.Id));

    private static string Advice(string id) =>
        $"Give one: options.Clients[\"{id.Split('/')[0]}\"] = …, or options.CreateClient. Only providers of the dialects openai-chat and simulated need none.";
}
