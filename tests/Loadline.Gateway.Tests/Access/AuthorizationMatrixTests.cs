using Loadline.Core.Keys;
using Loadline.Dashboard;
using Loadline.Gateway.Access;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Access;

/// <summary>Every endpoint × everybody who may come. A new endpoint without a level keeps the gateway from starting.</summary>
public sealed class AuthorizationMatrixTests
{
    private const string Admin = "admin-secret-1";

    [Fact]
    public async Task EveryEndpoint_LetsInExactlyWhoItsLevelAllows()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, server: $"admin_key: {Admin}, caller_keys: required"),
            options: static options => options with { Pages = new DashboardPages() });
        var keys = new Dictionary<string, string> { ["nobody"] = "", ["stranger"] = ApiKeyText.Write(1, new byte[32]), ["owner"] = Admin };
        foreach (var role in KeyRoles.Names)
        {
            keys[role] = await Keys.CreateAsync(gateway, new KeyDraft { Name = role, Role = role });
        }

        var checkedPairs = 0;
        foreach (var endpoint in gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var level = endpoint.Metadata.OfType<AccessLevel>().Single();
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                foreach (var (who, key) in keys)
                {
                    (string, string)[] headers = key.Length == 0 ? [] : Keys.Bearer(key);
                    var answer = method == "POST"
                        ? await gateway.PostAsync(Address(endpoint), "{}", headers) : await gateway.SendAsync(method, Address(endpoint), headers);
                    var isIn = answer.Status is not (401 or 403);
                    Assert.True(isIn == MayEnter(who, level), $"{method} {endpoint.RoutePattern.RawText} ({level}) as {who}: {answer.Status}");
                    checkedPairs++;
                }
            }
        }

        Assert.True(checkedPairs > 250, $"{checkedPairs}");
    }

    private static bool MayEnter(string who, AccessLevel level) => level switch
    {
        AccessLevel.Public => true,
        AccessLevel.Caller => who is "caller" or "admin" or "owner",
        AccessLevel.Scraper or AccessLevel.Viewer => who is "viewer" or "operator" or "admin" or "owner",
        AccessLevel.Judge => who is "caller" or "operator" or "admin" or "owner",
        AccessLevel.Operator => who is "operator" or "admin" or "owner",
        _ => who is "admin" or "owner",
    };

    private static string Address(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        .Replace("{id}", "0000000000", StringComparison.Ordinal).Replace("{**id}", "auto", StringComparison.Ordinal)
        .Replace("{**call:minlength(1)}", "auto:generateContent", StringComparison.Ordinal).Replace("{**path}", "nowhere", StringComparison.Ordinal)
        .Replace("{documentName}", "v1", StringComparison.Ordinal)
        .Replace("{name}", "dashboard.css", StringComparison.Ordinal)
        + (endpoint.RoutePattern.RawText.EndsWith("/live", StringComparison.Ordinal) ? "?seconds=0" : "");
}
