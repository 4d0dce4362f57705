using System.CommandLine;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Workflows;
using PowerTrader.Core.Ports;

namespace PowerTrader.Host.CommandLine;

/// <summary>The command line. A fault of the user is one clear line per fault and exit code 2; a failing world is one line and exit code 1.</summary>
internal static class PowerTraderCommand
{
    /// <summary>Set, an unexpected fault is told with its stack trace.</summary>
    private const string TraceVariable = "POWERTRADER_TRACE";

    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = Build();
        var parsed = root.Parse(args);
        var faults = ParseFaults.Of(parsed);
        if (faults.Count > 0)
        {
            foreach (var line in faults) await Console.Error.WriteLineAsync(line);
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
            await Console.Error.WriteLineAsync(OneLine(fault.Message));
            return ExitCodes.WorldFailed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCodes.Done;
        }
        catch (Exception fault) when (TraceWanted)
        {
            // The runtime itself would write it past the redactor.
            await Console.Error.WriteLineAsync(fault.ToString());
            return ExitCodes.WorldFailed;
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync(
                $"Unexpected {fault.GetType().Name}: {OneLine(fault.Message)} This is a defect: please report it with the command; {TraceVariable}=1 shows where it happened.");
            return ExitCodes.WorldFailed;
        }
        finally
        {
            Console.CancelKeyPress -= Cancel;
        }
    }

    private static bool TraceWanted => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TraceVariable));

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");

    private static bool IsWorld(Exception fault) =>
        fault is WorldException or TransientException or MarketRefusedException or CorruptException or StoreVersionException or UnknownWorkflowException or IOException or UnauthorizedAccessException
            or Microsoft.Data.Sqlite.SqliteException;

    /// <summary>The whole command line.</summary>
    internal static RootCommand Build()
    {
        var root = new RootCommand("""
            PowerTrader trades crypto spot markets on its own. Without a verb it runs: paper money on the built-in simulated exchange.

            Examples:
              powertrader                           paper money on the simulated exchange, 60 times as fast as life
              powertrader run --market kucoin       paper money on live public prices, no keys needed
              powertrader explain BTC               why the coin was, or was not, traded

            Example: powertrader --speed max --cycles 5000
            """);
        RunVerbs.AddTo(root);
        BacktestVerb.AddTo(root);
        ReportVerb.AddTo(root);
        DriftVerb.AddTo(root);
        ResearchVerbs.AddTo(root);
        StrategiesVerb.AddTo(root);
        ExplainVerb.AddTo(root);
        ControlVerbs.AddTo(root);
        StopVerb.AddTo(root);
        ActionVerbs.AddTo(root);
        BookVerbs.AddTo(root);
        MoneyVerbs.AddTo(root);
        ConfigVerbs.AddTo(root);
        SettingsVerbs.AddTo(root);
        CareVerbs.AddTo(root);
        KeyVerbs.AddTo(root);
        Import.ImportVerb.AddTo(root);
        FlowVerbs.AddTo(root);
        CostVerb.AddTo(root);
        Studies.StudyVerbs.AddTo(root);
        return root;
    }
}
