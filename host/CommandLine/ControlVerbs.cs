using System.CommandLine;
using System.Text.Json;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>halt</c>, <c>reduce</c> and <c>resume</c>: they open the store, with or without a running trader.</summary>
internal static class ControlVerbs
{
    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var only = new Option<string?>("--coin") { Description = "Only this coin" };
        void Add(string name, string state, string description)
        {
            var verb = new Command(name, description) { data, only, json };
            verb.SetAction((parsed, token) => HaltAsync(parsed.GetValue(data), state, parsed.GetValue(only), parsed.GetValue(json), token));
            root.Subcommands.Add(verb);
        }
        Add("reduce", "reducing", "Only exits from now on, until resume.\n\nExample: powertrader reduce");
        Add("halt", "halted", "Send nothing more, until resume. Works also where the settings file is faulty.\n\nExample: powertrader halt --coin DOGE");
        Add("resume", "active", "Trade again after a halt.\n\nExample: powertrader resume");
    }

    private static async Task<int> HaltAsync(string? data, string state, string? coin, bool json, CancellationToken cancellationToken)
    {
        using var system = await AttachAsync(data, cancellationToken);
        if (await system.Operations.SetHaltAsync(state, coin, "asked on the command line", cancellationToken) is { } refusal)
            throw new UsageException(refusal);
        if (json) Console.WriteLine(JsonSerializer.Serialize(new HaltResult(state, coin), VerbJson.Default.HaltResult));
        else Console.WriteLine($"{coin ?? "The portfolio"} is {state} now.{(state != "active" ? " 'powertrader resume' lets it trade again." : "")}");
        return ExitCodes.Done;
    }

    /// <summary>Opens the store of the market that ran last, with or without a running trader. Rules are those of the stored settings version, not of the file.</summary>
    /// <param name="strict">Whether the verb judges by the settings, so that it ends where neither version nor file is sound. Stopping and looking depend on neither.</param>
    /// <param name="place">The trader's own, where this process has taken it: work that is open goes on then. It ends the store.</param>
    public static async Task<TradingSystem> AttachAsync(string? data, CancellationToken cancellationToken, bool strict = false, HostPlace? place = null)
    {
        var folder = DataFolder.OpenExisting(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        var market = folder.LastStore;
        var choice = MarketChoice.OfStore(market);
        var store = place?.Store ?? SqliteStore.Open(folder.StorePath(market));
        var attached = false;
        try
        {
            var tables = new SqliteTableStore(store);
            var head = (await new PortfolioStore(tables).LoadAsync(TradingSystem.DefaultPortfolio, cancellationToken))?.Book.Head
                ?? throw new UsageException($"--data '{folder.Root}' holds no portfolio yet; start one with 'powertrader run'");
            var current = await VersionAsync(new SettingsStore(tables), head.Key, strict, cancellationToken);
            var file = Settings(folder, strict && current is null);
            var system = new TradingSystem(choice, store, [.. head.Symbols.Select(VenueNames.Of(choice.Id, choice.Venue).Symbols.SignalOf)], current ?? file?.Settings ?? TraderSettings.Default, place is null ? 1 : double.PositiveInfinity, null,
                layout: SystemLayout.Default with { HasTicks = place is null });
            await system.LoadAsync(cancellationToken);
            if (current is null && file is { Faults.Count: 0 }) await KeepFirstAsync(system, head, file.Settings, cancellationToken);
            attached = true;
            return system;
        }
        finally
        {
            if (!attached) store.Dispose();
        }
    }

    /// <summary>A store from before versions were kept gets its first from the folder's file.</summary>
    private static async Task KeepFirstAsync(TradingSystem system, PortfolioHead head, TraderSettings settings, CancellationToken cancellationToken)
    {
        if ((await system.Work.Versions.ListAsync(head.Key, cancellationToken)).Count == 0)
            await system.Work.Versions.KeepAsync(head.Key, (settings with { Coins = head.Symbols }).Canonical(), system.Clock.Now, cancellationToken);
    }

    /// <summary>What the last run decided by; null where no version was ever kept, or it cannot be read and need not be.</summary>
    private static async Task<TraderSettings?> VersionAsync(SettingsStore versions, PortfolioKey portfolio, bool strict, CancellationToken cancellationToken)
    {
        try
        {
            return await versions.GetCurrentAsync(portfolio, cancellationToken) is { } current ? TraderSettings.Parse(current.Text, $"settings version {current.Number}") : null;
        }
        catch (CorruptException fault) when (!strict)
        {
            Console.Error.WriteLine(fault.Message);
            return null;
        }
    }

    /// <returns>Null where the file cannot be read.</returns>
    /// <exception cref="UsageException">It is faulty, and the verb judges by it.</exception>
    private static SettingsFile? Settings(DataFolder folder, bool strict)
    {
        try
        {
            var loaded = SettingsFile.Load(folder.Root, null, null, []);
            if (loaded.Faults.Count > 0 && strict) throw new UsageException(loaded.Faults);
            if (loaded.Faults.Count > 0) Console.Error.WriteLine($"{SettingsFile.Name}: {loaded.Faults.Count} faults, passed over here; 'powertrader config check' lists them.");
            return loaded;
        }
        catch (WorldException fault) when (!strict)
        {
            Console.Error.WriteLine(fault.Message);
            return null;
        }
    }
}
