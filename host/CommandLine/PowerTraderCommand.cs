using System.CommandLine;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;

namespace PowerTrader.Host.CommandLine;

/// <summary>The command line. A fault of the user is one clear line per fault and exit code 2; a failing world is one line and exit code 1.</summary>
internal static class PowerTraderCommand
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = Build();
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors.Select(error => error.Message).Distinct()) await Console.Error.WriteLineAsync(error);
            await Console.Error.WriteLineAsync("See 'powertrader --help' for the verbs and 'powertrader VERB --help' for their options.");
            return ExitCodes.WrongUsage;
        }
        using var stop = new CancellationTokenSource();
        void Cancel(object? sender, ConsoleCancelEventArgs e)
        {
            e.Cancel = true;
            stop.Cancel();
        }
        Console.CancelKeyPress += Cancel;
        using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                stop.Cancel();
            });
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (UsageException fault)
        {
            foreach (var line in fault.Faults) await Console.Error.WriteLineAsync(line);
            return ExitCodes.WrongUsage;
        }
        catch (Exception fault) when (IsWorld(fault))
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCodes.WorldFailed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCodes.Done;
        }
        finally
        {
            Console.CancelKeyPress -= Cancel;
        }
    }

    private static bool IsWorld(Exception fault) =>
        fault is WorldException or TransientException or MarketRefusedException or CorruptException or StoreVersionException or IOException or UnauthorizedAccessException
            or Microsoft.Data.Sqlite.SqliteException;

    private static RootCommand Build()
    {
        var root = new RootCommand("""
            PowerTrader trades crypto spot markets on its own. Without a verb it runs: paper money on the built-in simulated exchange.

            Examples:
              powertrader                           paper money on the simulated exchange, 60 times as fast as life
              powertrader run --market kucoin       paper money on live public prices, no keys needed
              powertrader explain BTC               why the coin was, or was not, traded
            """);
        RunVerbs.AddTo(root);
        ResearchVerbs.AddTo(root);
        ControlVerbs.AddTo(root);
        BookVerbs.AddTo(root);
        ConfigVerbs.AddTo(root);
        SettingsVerbs.AddTo(root);
        CareVerbs.AddTo(root);
        FlowVerbs.AddTo(root);
        return root;
    }
}
