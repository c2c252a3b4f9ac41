using System.Text.Json;
using Loadline.Core.Keys;
using Loadline.Gateway.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Access;

/// <summary>Keys of a gateway under test.</summary>
internal static class Keys
{
    /// <summary>Makes a key that is in force on return.</summary>
    public static async Task<string> CreateAsync(TestGateway gateway, KeyDraft draft)
    {
        Assert.Equal("", draft.Read(DateTimeOffset.UnixEpoch, out var key));
        var (_, text) = await gateway.Services.GetRequiredService<KeyManager>().CreateAsync(key);
        await gateway.Services.GetRequiredService<KeyRing>().RefreshAsync();
        return text;
    }

    public static (string Name, string Value)[] Bearer(string key) => [("Authorization", "Bearer " + key)];

    public static async Task<JsonElement> BudgetAsync(TestGateway gateway, string key, string subject) =>
        (await gateway.GetJsonAsync("/loadline/budgets", Bearer(key))).GetProperty("budgets").EnumerateArray()
            .Single(budget => budget.GetProperty("subject").GetString()!.StartsWith(subject, StringComparison.Ordinal));
}
