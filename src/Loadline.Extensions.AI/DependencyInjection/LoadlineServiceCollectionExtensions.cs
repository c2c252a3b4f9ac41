using Loadline.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Loadline to an application's services.</summary>
public static class LoadlineServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="LoadlineChatClient"/> made from a config file, as itself and as <see cref="IChatClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configPath">The file, such as <c>loadline.yaml</c>.</param>
    public static IServiceCollection AddLoadline(this IServiceCollection services, string configPath) =>
        services.AddLoadline(options => options.ConfigPath = configPath);

    /// <summary>Adds a <see cref="LoadlineChatClient"/>, as itself and as <see cref="IChatClient"/>.</summary>
    /// <remarks>The options are validated when the host starts, or else with the first use; the config file is followed while the process runs.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddLoadline(this IServiceCollection services, Action<LoadlineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddLoadline((options, _) => configure(options));
    }

    /// <summary>Adds a <see cref="LoadlineChatClient"/> whose options need other services, such as keyed chat clients.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddLoadline(this IServiceCollection services, Action<LoadlineOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<LoadlineOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LoadlineOptions>, LoadlineOptionsValidator>());
        services.TryAddSingleton(static provider => Create(provider));
        services.TryAddSingleton<IChatClient>(static provider => provider.GetRequiredService<LoadlineChatClient>());
        return services;
    }

    private static LoadlineChatClient Create(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<LoadlineOptions>>().Value;
        if (provider.GetService<ILoggerFactory>() is { } loggers)
        {
            var told = options.ConfigRefused;
            var logger = loggers.CreateLogger<LoadlineChatClient>();
            options.ConfigRefused = errors =>
            {
                Log.ConfigRefused(logger, string.Join(Environment.NewLine, errors));
                told?.Invoke(errors);
            };
        }

        return new LoadlineChatClient(options);
    }
}
