using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Hosting;

/// <summary>Pages that a gateway serves beside its own endpoints; every endpoint of theirs states who may use it, as all others do.</summary>
public interface IGatewayPages
{
    /// <summary>Adds what the pages are made of.</summary>
    void AddServices(IServiceCollection services);

    /// <summary>Maps their addresses, below <c>/loadline</c>.</summary>
    void Map(WebApplication app);
}
