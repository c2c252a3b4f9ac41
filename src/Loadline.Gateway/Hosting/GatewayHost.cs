using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Health;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Core.Limits;
using Loadline.Core.Outcomes;
using Loadline.Core.Plans;
using Loadline.Core.Replicas;
using Loadline.Core.Watching;
using Loadline.Gateway.Access;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Caching;
using Loadline.Gateway.Decisions;
using Loadline.Gateway.Endpoints;
using Loadline.Gateway.External;
using Loadline.Gateway.Forwarding;
using Loadline.Gateway.Limits;
using Loadline.Gateway.Repeats;
using Loadline.Gateway.Replicas;
using Loadline.Gateway.Simulation;
using Loadline.Gateway.Telemetry;
using Loadline.Gateway.Upstreams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Loadline.Gateway.Hosting;

/// <summary>Builds a gateway that is ready to be started.</summary>
public static class GatewayHost
{
    // The host would watch its folder for an appsettings.json to change, and be woken by every write of a ledger that lies there.
    private static WebApplicationOptions HostSettings =>
        new() { ContentRootPath = AppContext.BaseDirectory, Args = ["--hostBuilder:reloadConfigOnChange=false"] };

    /// <summary>Builds the gateway; the caller starts and disposes it.</summary>
    /// <exception cref="InvalidOperationException">It would listen beyond this machine with nothing to keep strangers out.</exception>
    public static WebApplication Create(GatewayOptions options)
    {
        var server = options.Snapshots.Current.Config.Server;
        var urls = options.Urls ?? server.Urls;
        ListenAddresses.Check(urls, server.RequiresKeys);
        var builder = WebApplication.CreateSlimBuilder(HostSettings);
        builder.Logging.ClearProviders();
        (options.Logging ?? (logging => ToConsole(logging, server.JsonLogs)))(builder.Logging);
        KeepAddressesOut(builder.Logging);
        builder.WebHost.UseUrls([.. urls]);
        builder.WebHost.ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, server));
        builder.Services.AddSingleton<IConnectionListenerFactory>(services => new CappedListenerFactory(
            services.GetRequiredService<IOptions<SocketTransportOptions>>(), services.GetRequiredService<ILoggerFactory>(), MostConnections(server)));
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.NoDelay = true;

            // Nothing on the request path blocks, so a request runs where its bytes arrived: no hop to another thread.
            sockets.UnsafePreferInlineScheduling = true;
        });
        AddServices(builder.Services, options);
        var pages = server.HasDashboard ? options.Pages : null;
        pages?.AddServices(builder.Services);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJsonContext.Default));
        builder.Services.AddOpenApi(OpenApiDescription.Configure);
        var app = builder.Build();
        GatewayEndpoints.Map(app, server, pages);
        var executor = app.Services.GetRequiredService<PlanExecutor>();
        app.Services.GetRequiredService<GatewayMetrics>().ObserveDeployments(() => options.Snapshots.Current.Deployments.Select(
            deployment => (deployment.Id, (int)DeploymentHealth.State(deployment, executor.Now))));
        app.Services.GetRequiredService<GatewayMetrics>().ObserveProcess(
            app.Services.GetRequiredService<ThreadPoolWatch>(), app.Services.GetRequiredService<BufferBudget>());
        var figures = app.Services.GetRequiredService<RouteFigures>();
        app.Services.GetRequiredService<GatewayMetrics>().ObserveRoutes(() => figures.Last);
        return app;
    }

    /// <summary>Gives simulated providers of later configs these outcome tables; requests under way keep theirs.</summary>
    /// <param name="services">The gateway's.</param>
    /// <param name="tables">By what configs write for <c>outcomes:</c>.</param>
    public static void UseTables(IServiceProvider services, IReadOnlyDictionary<string, OutcomeTable> tables)
    {
        var simulated = services.GetRequiredService<SimulatedProviderFactory>();
        foreach (var (name, table) in tables)
        {
            simulated.Register(name, table);
        }
    }

    private static void AddServices(IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Snapshots);
        services.AddSingleton(options.Time);
        AddLedger(services, options);
        AddAccess(services, options);
        services.AddSingleton<DecisionStats>();
        services.AddSingleton(static provider => new GatewayMetrics(() => provider.GetRequiredService<LedgerWriter>().Status));
        services.AddSingleton(static provider => new PrometheusExporter(provider.GetRequiredService<GatewayMetrics>().Meter));
        services.AddSingleton<GatewayTraces>();
        if (options.Snapshots.Current.Config.Telemetry is { } telemetry)
        {
            // Started first, so stopped last: what the others still do is sent, too.
            services.AddHostedService(_ => new OtlpExportService(telemetry, options.ReplicaName));
        }

        services.AddSingleton<DecisionSink>();
        services.AddSingleton(CreateSimulated(options));
        services.AddSingleton<UpstreamPool>();
        services.AddSingleton(options.NewRandom);
        services.AddSingleton<DecisionQueries>();
        services.AddSingleton<FeedbackService>();
        services.AddHostedService<BanditKeeper>();
        services.AddSingleton(new PlanExecutor(options.Time));
        services.AddSingleton(BufferBudget.Of(options.Snapshots.Current.Config.Server));
        services.AddSingleton(new AdmissionGate(options.Snapshots.Current.Config.Server, options.Time));
        services.AddSingleton<ModelAsker>();
        services.AddSingleton<RouterModel>();
        AddAudits(services, options);
        services.AddSingleton<AnswerCaches>();
        services.AddSingleton(provider => new SharedAnswerCache(options.Answers, provider.GetRequiredService<GatewayMetrics>(), options.Time));
        services.AddHostedService(static provider => provider.GetRequiredService<SharedAnswerCache>());
        services.AddSingleton<CheckAsker>();
        services.AddSingleton<EmbeddingModel>();
        services.AddSingleton<RepeatStore>();
        services.AddSingleton<ForwardingServices>();
        services.AddSingleton<ExchangePool>();
        services.AddSingleton<ModelCalls>();
        services.AddSingleton<TokenCounter>();
        if (options.Snapshots.Current.Config.Providers.Any(provider => provider.Probe is not null))
        {
            services.AddHostedService<ProbeService>();
        }

        services.AddSingleton(new ThreadPoolWatch(options.Time));
        services.AddHostedService<ThreadPoolWatchService>();
        services.AddSingleton<DrainService>();
        services.AddHostedService(static provider => provider.GetRequiredService<DrainService>());

        // The grace, then what ending the rest takes.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Snapshots.Current.Config.Server.Drain + TimeSpan.FromSeconds(5));
    }

    private static void AddAudits(IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(provider => new RouteKeeper(
            provider.GetRequiredService<LedgerWriter>().Ledger.Routes, options.Snapshots, options.Time, options.NewRandom()));
        services.AddSingleton<AuditQueue>();
        services.AddSingleton<BackgroundCalls>();
        services.AddSingleton<AuditGrader>();
        services.AddSingleton<AuditMoney>();
        services.AddSingleton<Auditor>();
        services.AddSingleton<AuditLabels>();
        services.AddSingleton<RouteReports>();
        services.AddSingleton<RouteFigures>();
        services.AddSingleton<EventWebhook>();
        services.AddHostedService(static provider => provider.GetRequiredService<EventWebhook>());
        services.AddHostedService<RouteUpkeep>();
        services.AddHostedService<AuditService>();
    }

    private static void AddAccess(IServiceCollection services, GatewayOptions options)
    {
        var memory = new MemoryKeyStore();
        var ring = new KeyRing(options.Keys ?? memory, options.Time);
        services.AddSingleton(ring);
        services.AddSingleton(new KeyManager(ring.Store, options.Time));
        services.AddSingleton(options.Spending ?? memory);
        services.AddSingleton(new UsageMeters { Terms = options.Leases is null ? null : new LeaseTerms() });
        services.AddSingleton<UsageControl>();
        services.AddSingleton<BudgetAlerts>();
        services.AddSingleton(new AccessControl(ring, options.Snapshots.Current.Config.Server));
        AddReplicas(services, options);
    }

    private static void AddReplicas(IServiceCollection services, GatewayOptions options)
    {
        var node = Guid.NewGuid();
        services.AddSingleton(new SharedStore { IsUsed = options.Leases is not null || options.Replicas is not null });
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<KeyUpkeep>(provider, new KeyUpkeepPeers(options.Leases, node, options.Replicas)));
        services.AddHostedService(static provider => provider.GetRequiredService<KeyUpkeep>());
        if (options.Replicas is { } replicas)
        {
            services.AddSingleton(replicas);
            services.AddSingleton(new Replica(node, options.ReplicaName, typeof(GatewayHost).Assembly.GetName().Version?.ToString(3) ?? "", "", 0));
            services.AddSingleton<ReplicaService>();
            services.AddHostedService(static provider => provider.GetRequiredService<ReplicaService>());
        }
    }

    private static void AddLedger(IServiceCollection services, GatewayOptions options)
    {
        var config = options.Snapshots.Current.Config;
        services.AddSingleton(new RequestMemory(config.Storage.Content));

        // Made by a function, so that the container disposes it, after the last request has ended.
        services.AddSingleton(_ => options.Ledger ?? new LedgerWriter(
            new MemoryLedger(config.Server.RecentDecisions),
            new LedgerWriterOptions { RecentDecisions = config.Server.RecentDecisions },
            options.Time,
            static _ => { }));
        services.AddSingleton(provider => options.Decisions ?? provider.GetRequiredService<LedgerWriter>());
    }

    private static SimulatedProviderFactory CreateSimulated(GatewayOptions options)
    {
        var simulated = new SimulatedProviderFactory(options.Time, options.NewRandom());
        foreach (var (name, table) in options.Tables)
        {
            simulated.Register(name, table);
        }

        return simulated;
    }

    private static int MostConnections(ServerConfig server) => server.MaxConnections ?? OpenFiles.Callers;

    private static void ConfigureKestrel(KestrelServerOptions kestrel, ServerConfig server)
    {
        kestrel.Limits.MaxConcurrentConnections = MostConnections(server);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null; // RequestBody counts, so that the caller gets an answer in its own dialect.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.AllowSynchronousIO = false;
    }

    // These write whole addresses, and Gemini's callers may carry their keys there. What was asked is in the decisions.
    private static void KeepAddressesOut(ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning);

    private static void ToConsole(ILoggingBuilder logging, bool isJson) =>
        (isJson
            ? logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"))
            : logging.AddSimpleConsole(console => console.SingleLine = true)).SetMinimumLevel(LogLevel.Warning)

            // A start that failed is an exception to the caller, who says it better than a stack trace.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
}
