using PowerTrader.Adapters.Metering;
using static PowerTrader.Host.Costing.CloudAssumptions;

namespace PowerTrader.Host.Costing;

/// <param name="Cost">US dollars a month.</param>
internal sealed record CostRow(string Resource, double Quantity, string Unit, double Cost);

/// <summary>A month's bill.</summary>
internal sealed record CostBill(CostQuestion Question, IReadOnlyList<MonthOfWork> Works, IReadOnlyList<CostRow> Rows)
{
    /// <summary>US dollars a tenant and month at <see cref="TargetTenants"/>.</summary>
    public const double Target = 0.05;

    public const double TargetTenants = 10_000;

    public double Total => Rows.Sum(row => row.Cost);

    public double PerTenant => Total / Question.Tenants;

    public MonthOfWork Work(string name) => Works.First(work => work.Name == name);

    public static CostBill Of(CountedRuns runs, CostQuestion question, PriceList prices)
    {
        var works = MonthOfWork.All(runs, question);
        var use = works.Aggregate(CloudUse.None, (sum, work) => sum.Plus(work.Use));
        return new CostBill(question, works, [.. Functions(works, prices), .. Storage(works, use, prices), .. Services(works, use, question, prices)]);
    }

    /// <summary>Seconds that an instance is billed for: a timer's firings one by one, everything else by how much of the time anything is under way.</summary>
    public static double ActiveSeconds(IReadOnlyList<MonthOfWork> works) =>
        works.Where(work => work.Form == WorkForm.Timer).Sum(work => work.Units * Math.Max(LeastActive, work.UnitSeconds))
        + Overlapping(works.Where(work => work.Form == WorkForm.Workflow), DurableAtOnce)
        + Overlapping(works.Where(work => work.Form == WorkForm.Message), SessionsAtOnce);

    /// <summary>Executions that come by chance: one instance is active for the share of the month in which at least one runs; beyond its room there are more.</summary>
    private static double Overlapping(IEnumerable<MonthOfWork> works, double atOnce)
    {
        var executions = works.Where(work => work.Executions > 0).ToList();
        var load = executions.Sum(work => work.Executions * Math.Max(LeastActive, work.UnitSeconds)) / Month;
        return Math.Max(Month * (1 - Math.Exp(-load)), executions.Sum(work => work.Executions * work.UnitSeconds) / atOnce);
    }

    private static IEnumerable<CostRow> Functions(IReadOnlyList<MonthOfWork> works, PriceList prices)
    {
        var millions = works.Sum(work => work.Executions) / 1e6;
        var compute = ActiveSeconds(works) * Memory;
        var warm = WarmInstances * Memory * Month;
        yield return new("Functions: executions", millions, "million", Over(millions, prices[PriceList.FreeMillionExecutions]) * prices[PriceList.MillionExecutions]);
        yield return new("Functions: compute", compute, "GB-s", Over(compute, prices[PriceList.FreeGbSeconds]) * prices[PriceList.GbSecond]);
        yield return new("Functions: two warm instances", warm, "GB-s", warm * prices[PriceList.WarmGbSecond]);
    }

    private static IEnumerable<CostRow> Storage(IReadOnlyList<MonthOfWork> works, CloudUse use, PriceList prices)
    {
        var polls = Month / PollSeconds * PolledQueues;
        var starts = works.Where(work => work.Form == WorkForm.Workflow).Sum(work => work.Units);
        var episodes = works.Sum(work => work.Episodes);
        var tables = use.TableTransactions / 1e6;
        var durable = (starts * TablesPerStart + episodes * TablesPerEpisode + use[CloudMeter.WorkflowQueries]) / 1e6;
        var queues = (polls + starts * QueuesPerStart + episodes * QueuesPerEpisode + use[CloudMeter.Activities] * QueuesPerActivity + use[CloudMeter.Timers] * QueuesPerTimer) / 1e6;
        var firings = works.Where(work => work.Form == WorkForm.Timer).Sum(work => work.Units);
        var writes = (use[CloudMeter.BlobWrites] + firings * TimerWrites) / 1e6;
        var reads = (use[CloudMeter.BlobReads] + firings + LockRenewals + polls) / 1e6;
        var stored = Math.Max(0, use[CloudMeter.StoredBytes]) * KeptMonths / 1e9;
        yield return new("Tables: the trader's transactions", tables, "million", tables * prices[PriceList.TableMillion]);
        yield return new("Tables: Durable's transactions", durable, "million", durable * prices[PriceList.TableMillion]);
        yield return new("Tables: rows of a year", stored, "GB", stored * prices[PriceList.TableGb]);
        yield return new("Queues: Durable's operations", queues, "million", queues * prices[PriceList.QueueMillion]);
        yield return new("Blobs: models, timers", writes, "million writes", writes * prices[PriceList.BlobWriteMillion]);
        yield return new("Blobs: reads, leases", reads, "million reads", reads * prices[PriceList.BlobReadMillion]);
    }

    private static IEnumerable<CostRow> Services(IReadOnlyList<MonthOfWork> works, CloudUse use, CostQuestion question, PriceList prices)
    {
        var bus = use[CloudMeter.BusOperations] / 1e6;
        var logs = Math.Min(MostLogGb, works.Sum(work => work.Executions) * LogBytes / 1e9);
        var watching = question.Tenants * Watching;
        var units = watching <= FreeConnections ? 0 : Math.Ceiling(watching / UnitConnections);
        var secrets = question.Tenants * SecretReads / 1e6;
        yield return new("Service Bus: namespace", 1, "", prices[PriceList.BusBase]);
        yield return new("Service Bus: operations", bus, "million", BusCost(bus, prices));
        yield return new("Logs", logs, "GB", Over(logs, prices[PriceList.LogFreeGb]) * prices[PriceList.LogGb]);
        yield return new("SignalR", units, "units", units * prices[PriceList.SignalRUnit]);
        yield return new("Key Vault", secrets, "million", secrets * prices[PriceList.VaultMillion]);
        yield return new("Alert rules", 5, "rules", prices[PriceList.Alerts]);
    }

    private static double BusCost(double millions, PriceList prices)
    {
        var included = prices[PriceList.BusIncluded];
        return Between(millions, included, 100) * prices[PriceList.BusMillion] + Between(millions, 100, 2500) * prices[PriceList.BusMillion100]
            + Over(millions, 2500) * prices[PriceList.BusMillion2500];
    }

    private static double Over(double amount, double free) => Math.Max(0, amount - free);

    private static double Between(double amount, double from, double to) => Math.Clamp(amount - from, 0, Math.Max(0, to - from));
}
