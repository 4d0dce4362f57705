using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <param name="Epoch">Drawn when the workflow was asked for; used where the portfolio is opened.</param>
public sealed record PrepareInput(MarketId Market, DateTimeOffset ScheduledFor, string Epoch);

public sealed record PrepareCoinInput(Symbol Symbol);

/// <summary>Makes a trader ready where nobody starts a program: a schedule looks, and what is missing is done by a workflow, coin by coin.</summary>
public sealed class PrepareFlow(TraderWork work)
{
    public const string ListActivity = "ListPairs";
    public const string FetchActivity = "FetchHistory";
    public const string TrainActivity = "TrainFirst";
    public const string OpenActivity = "OpenPortfolio";

    private readonly TraderSetup setup = new(work);

    public void Register(WorkCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        catalogue
            .Workflow(Names.PrepareTrader, WorkPhase.Train, PrepareAsync)
            .Activity(ListActivity, ListAsync)
            .Activity(FetchActivity, FetchAsync)
            .Activity(TrainActivity, TrainAsync)
            .Activity(OpenActivity, OpenAsync);
    }

    /// <summary>Starts the workflow where something is missing; once for each occurrence and each set of settings.</summary>
    /// <param name="epoch">Draws what no other installation has.</param>
    /// <returns>Whether everything was there.</returns>
    public async Task<bool> RunAsync(DateTimeOffset scheduledFor, Func<string> epoch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        if (await IsReadyAsync(cancellationToken)) return true;
        var settings = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(work.Settings.Canonical())))[..8];
        var id = string.Create(CultureInfo.InvariantCulture, $"{Names.PrepareTrader}|{work.Market.Id}|{settings}|{scheduledFor.ToUnixTimeSeconds()}");
        await work.Ports.Workflows.StartAsync(
            new WorkflowStart(Names.PrepareTrader, id, Wire.Write(new PrepareInput(work.Market.Id, scheduledFor, epoch()))), cancellationToken);
        return false;
    }

    /// <summary>Whether the portfolio stands on the configured settings, every coin has a history, and the models were saved.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (await work.Sessions.Store.LoadAsync(work.Portfolio, cancellationToken) is not { } stored) return false;
        var versions = await work.Versions.ListAsync(work.Portfolio, cancellationToken);
        if (versions.FirstOrDefault(version => version.Number == stored.Book.Head.SettingsVersion)?.Text != work.Settings.Canonical()) return false;
        foreach (var coin in work.Coins)
        {
            if (await work.Candles.NewestAsync(coin, Timeframe.Hour1, cancellationToken) is null) return false;
        }
        return await work.HasCheckpointAsync(cancellationToken);
    }

    private static async Task<string> PrepareAsync(IWorkflowContext context)
    {
        // One after another: a venue's quota is shared by everything that asks it.
        var coins = Wire.Read<IReadOnlyList<Symbol>>(await context.CallActivityAsync(ListActivity, context.Input, ActivityRetry.Standard));
        foreach (var coin in coins) await context.CallActivityAsync(FetchActivity, Wire.Write(new PrepareCoinInput(coin)), ActivityRetry.Standard);
        await context.CallActivityAsync(TrainActivity, context.Input, ActivityRetry.Standard);
        await context.CallActivityAsync(OpenActivity, context.Input, ActivityRetry.Standard);
        return "ready";
    }

    private async Task<string> ListAsync(string input, CancellationToken cancellationToken)
    {
        if (await setup.ListAsync(cancellationToken) is { Count: > 0 } unlisted) throw new InvalidOperationException($"coins {string.Join("; ", unlisted)}");
        return Wire.Write(work.Coins);
    }

    private async Task<string> FetchAsync(string input, CancellationToken cancellationToken)
    {
        var coin = Wire.Read<PrepareCoinInput>(input).Symbol;
        return await setup.FetchAsync(coin, cancellationToken) ? "fetched" : throw new InvalidOperationException($"{work.Market.Id} has no history of {coin}; choose another coin");
    }

    private async Task<string> TrainAsync(string input, CancellationToken cancellationToken)
    {
        foreach (var coin in work.Coins) await setup.LearnAsync(coin, cancellationToken);
        await setup.SaveFirstAsync(cancellationToken);
        return "saved";
    }

    private async Task<string> OpenAsync(string input, CancellationToken cancellationToken)
    {
        var refusal = await setup.OpenAsync(work.Settings.Cash, () => Wire.Read<PrepareInput>(input).Epoch, cancellationToken);
        return refusal is null ? "open" : throw new InvalidOperationException($"coins {refusal}");
    }
}
