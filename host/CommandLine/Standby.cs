using System.Net.NetworkInformation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary>Takes the place of the one trader on a folder, or waits for it, and lives there until the end or until another takes over.</summary>
internal static class Standby
{
    public static async Task<int> RunAsync(RunOptions options, CancellationToken cancellationToken)
    {
        var choice = MarketChoice.From(options);
        using var telemetry = TelemetryExport.FromEnvironment();
        var folder = DataFolder.OpenOrCreate(options.DataFolder);
        Action<string>? say = options.Standby ? Say(options) : null;
        while (true)
        {
            using var place = await HostPlace.TakeAsync(folder, choice.Store, new HostLeaseOptions(), say, cancellationToken);
            try
            {
                return await RunVerbs.RunAsync(WithFreePort(options, place, say), choice, folder, place, cancellationToken);
            }
            catch (DeposedException fault)
            {
                if (say is null)
                {
                    throw new WorldException(
                        $"Another trader has taken over '{choice.Id}' in '{folder.Root}', because this one was not heard of for too long; "
                        + "it has stopped and wrote nothing since. 'run --standby' waits for the other's end.", fault);
                }
                say("Another trader has taken over meanwhile; nothing was written here since.");
            }
        }
    }

    private static Action<string> Say(RunOptions options) => options.Json ? Console.Error.WriteLine : Console.Out.WriteLine;

    /// <summary>The port may still be that of a trader that hangs: this one trades without it then.</summary>
    private static RunOptions WithFreePort(RunOptions options, HostPlace place, Action<string>? say)
    {
        if (!place.FromALivingOne || options.Port == 0 || !IsTaken(options.Port)) return options;
        say?.Invoke($"--port {options.Port} is still held by the trader that hangs; this one trades without HTTP.");
        return options with { Port = 0 };
    }

    private static bool IsTaken(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
}
