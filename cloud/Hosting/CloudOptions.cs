using PowerTrader.Adapters.Live;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Hosting;

/// <summary>What the app in the cloud is told by its settings, read once when a process starts.</summary>
/// <param name="ServiceBusNamespace">Fully qualified.</param>
/// <param name="SignalR">Endpoint of Azure SignalR; null sends no live updates.</param>
/// <param name="ClientId">Of the user-assigned identity; null takes the system's or the developer's own.</param>
public sealed record CloudOptions(
    TraderSettings Settings, Uri Tables, Uri Blobs, Uri Vault, string ServiceBusNamespace, Uri? SignalR, string? ClientId, WorkSchedules Schedules)
{
    /// <summary>Name of the app setting that holds <see cref="Confirmation"/>.</summary>
    public const string ConfirmationSetting = "PowerTrader__LiveConfirm";

    private const string Tenant = "main";

    /// <summary>The three that the deployment asks for by names of its own.</summary>
    private static readonly (string Name, string Key)[] Own = [("PowerTrader__Market", "market"), ("PowerTrader__Coins", "coins"), ("PowerTrader__Cash", "cash")];

    /// <summary>What a person wrote to allow real money; null where nobody did.</summary>
    public string? Confirmation { get; init; }

    /// <summary>Real money has a portfolio of its own at each venue: no paper one ever becomes live, and paper stays as it is while live is on.</summary>
    public PortfolioKey Portfolio { get; init; } = PortfolioOf(Settings.IsLive ? Settings.Venue : null);

    /// <summary>What <see cref="Confirmation"/> must say.</summary>
    public string ConfirmationWords => LiveTerms.Words(Portfolio.Portfolio, Settings);

    /// <summary>Why these settings cannot trade real money; empty for paper. The app starts all the same: somebody must be able to ask it why, and to stop it.</summary>
    public IReadOnlyList<string> LiveFaults => [.. LiveSettings.Faults(Settings, MarketId.Parse(Settings.Market).IsRealTime, (key, value) => $"{SettingOf(key)}={value}")];

    /// <param name="venue">Null for paper, and for a live one that names none.</param>
    public static PortfolioKey PortfolioOf(string? venue) => new(Tenant, venue is null ? "main" : "live-" + venue);

    /// <summary>Under which name the app is told a setting.</summary>
    public static string SettingOf(string key) => Own.FirstOrDefault(own => own.Key == key).Name ?? SettingCatalogue.Find(key)!.Variable;

    /// <param name="read">An app setting by its name (<c>PowerTrader__Coins</c>), or null.</param>
    /// <exception cref="CloudOptionsException">With every fault: setting, value, rule, remedy.</exception>
    public static CloudOptions Read(Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var faults = new List<string>();
        var settings = SettingsOf(read, faults);
        Uri? Address(string name, bool required)
        {
            var text = read(name);
            if (string.IsNullOrWhiteSpace(text))
            {
                if (required) faults.Add($"{name} is not set; it is the address of the service, for example https://name.table.core.windows.net");
                return null;
            }
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback)) return uri;
            faults.Add($"{name} '{text}' must be an https address; for example https://name.table.core.windows.net");
            return null;
        }
        var (tables, blobs, vault) = (Address("PowerTrader__TableServiceUri", true), Address("PowerTrader__BlobServiceUri", true), Address("PowerTrader__KeyVaultUri", true));
        var signalR = Address("AzureSignalRConnectionString__serviceUri", false);
        var bus = read("ServiceBusConnection__fullyQualifiedNamespace");
        if (string.IsNullOrWhiteSpace(bus)) faults.Add("ServiceBusConnection__fullyQualifiedNamespace is not set; it is the namespace's address, for example name.servicebus.windows.net");
        var schedules = CloudSchedules.Read(read, faults);
        if (faults.Count > 0) throw new CloudOptionsException(faults);
        return new CloudOptions(settings, tables!, blobs!, vault!, bus!, signalR, read("AZURE_CLIENT_ID") is { Length: > 0 } id ? id : null, schedules)
        {
            Confirmation = read(ConfirmationSetting)?.Trim() is { Length: > 0 } said ? said : null,
        };
    }

    /// <summary>Every setting by its variable, and the three that the deployment asks for by names of its own.</summary>
    private static TraderSettings SettingsOf(Func<string, string?> read, List<string> faults)
    {
        var resolver = new SettingsResolver().AddEnvironment(read);
        foreach (var (name, key) in Own)
        {
            if (read(name) is { Length: > 0 } text) resolver.Add(key, text, name);
        }
        var values = resolver.Resolve();
        faults.AddRange(resolver.Faults);
        var settings = TraderSettings.From(values);
        // Time on a simulated market does not pass by itself, and its prices are nobody's.
        if (settings.Market is not ("kucoin" or "coinbase")) faults.Add($"PowerTrader__Market '{settings.Market}' must be kucoin or coinbase");
        return settings;
    }
}
