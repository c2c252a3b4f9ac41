using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline health</c>: asks a running gateway whether it should be sent requests. For a container's health check: an image needs no shell for it and no curl.</summary>
internal static class HealthCommand
{
    // A gateway that takes longer than this over a page it has at hand is not well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = AddressOption.Create("--url", "The gateway's address.", "http://127.0.0.1:4242");
        url.DefaultValueFactory = _ => new Uri("http://127.0.0.1:4242");
        var live = new Option<bool>("--live") { Description = "Ask whether it lives (/healthz) instead of whether it is ready (/readyz): a gateway that is being stopped still lives." };
        var command = new Command("health", "Ask a running gateway whether it is ready: exits with 0 where it is, with 1 where it is not.") { url, live };
        command.SetAction((parsed, cancellationToken) => UserError.GuardAsync(
            () => AskAsync(new Uri(parsed.GetValue(url)!, parsed.GetValue(live) ? "/healthz" : "/readyz"), cancellationToken)));
        return command;
    }

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var answer = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            Console.WriteLine(await answer.Content.ReadAsStringAsync(limit.Token).ConfigureAwait(false));
            return answer.StatusCode == HttpStatusCode.OK
                ? ExitCodes.Done
                : throw new UserError(string.Create(CultureInfo.InvariantCulture, $"{address} answered {(int)answer.StatusCode}."), ExitCodes.Failed);
        }
        catch (HttpRequestException error)
        {
            throw new UserError($"{address} cannot be reached: {error.Message}", ExitCodes.Failed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserError(string.Create(CultureInfo.InvariantCulture, $"{address} did not answer within {Patience.TotalSeconds} s."), ExitCodes.Failed);
        }
    }
}
