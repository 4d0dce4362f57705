using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Adapters.Metering;
using PowerTrader.Core;

namespace PowerTrader.Host.Costing;

/// <param name="Per">What it is counted for: once, for each coin, tenant or order.</param>
internal sealed record CountLine(
    string Work, string Per, double Executions, double TableReads, double TableQueries, double TableWrites, double BlobWrites, double BusOperations, double DurableTables,
    double DurableQueues, double VenueCalls);

internal sealed record GrowthLine(double Tenants, double Total, double PerTenant);

/// <summary>Everything that <c>cost</c> says. Money is US dollars a month of thirty days.</summary>
/// <param name="MeetsTarget">Whether <see cref="CostBill.TargetTenants"/> tenants cost <see cref="CostBill.Target"/> or less each.</param>
internal sealed record CostReport(
    double Tenants, int Symbols, double TickSeconds, double OrdersPerTenant, double GateAgeSeconds, int AtOnce, string Currency, string Region, string PricesOf, double OrdersCounted,
    IReadOnlyList<CountLine> Counts, IReadOnlyList<CostRow> Rows, double Total, double PerTenant, double Target, double TargetTenants, double PerTenantAtTarget, bool MeetsTarget,
    IReadOnlyList<GrowthLine> Growth, IReadOnlyList<CostLimit> Limits, IReadOnlyList<Price> Prices)
{
    private static readonly double[] Sizes = [1, 10, 100, 1000, 10_000, 100_000];

    public static CostReport Of(CountedRuns runs, CostQuestion question, PriceList prices)
    {
        var bill = CostBill.Of(runs, question, prices);
        var atTarget = CostBill.Of(runs, question with { Tenants = CostBill.TargetTenants }, prices).PerTenant;
        return new CostReport(
            question.Tenants, question.Symbols, question.Tick.TotalSeconds, question.Orders, question.GateAge.TotalSeconds, question.AtOnce, PriceList.Currency, PriceList.Region,
            PriceList.Day, runs.Orders, Counted(runs, question.Symbols), bill.Rows, bill.Total, bill.PerTenant, CostBill.Target, CostBill.TargetTenants, atTarget,
            atTarget <= CostBill.Target,
            [.. Sizes.Append(question.Tenants).Distinct().Order().Select(size => CostBill.Of(runs, question with { Tenants = size }, prices)).Select(each => new GrowthLine(each.Question.Tenants, each.Total, each.PerTenant))],
            CostLimits.Of(runs, question, prices), [.. prices.All]);
    }

    public string ToJson() => JsonSerializer.Serialize(this, CostJson.Default.CostReport);

    private static IReadOnlyList<CountLine> Counted(CountedRuns runs, int symbols)
    {
        CloudUse Tenant(string work) => runs.Each(work, 1, symbols).Minus(runs.Each(work, 0, symbols));
        CloudUse Order(string work) => runs.PerOrder(work, symbols);
        var elsewhere = Order(Names.TradeTick).Plus(Order(Names.Reconcile)).Plus(Order(Names.MarketTick));
        return
        [
            Line(Names.MarketTick, "tick, all tenants", runs.Each(Names.MarketTick, 0, symbols), WorkForm.Timer),
            Line(Names.TradeTick, "tick, all tenants", runs.Each(Names.TradeTick, 0, symbols), WorkForm.Timer),
            Line(Names.TradeTick, "tick and tenant", Tenant(Names.TradeTick), null),
            Line(Names.Reconcile, "five minutes and tenant", Tenant(Names.Reconcile), null),
            Line(Names.Forecast, "closed candle", runs.Each(Names.Forecast, 0, symbols), WorkForm.Workflow),
            Line(Names.TradeCycle, "order", Order(Names.TradeCycle), WorkForm.Workflow),
            Line("PlaceOrder", "order", Order(Names.OrdersQueue), WorkForm.Message),
            Line(Names.TrackOrder, "order", Order(Names.TrackOrder), WorkForm.Workflow),
            Line("ticks, Reconcile", "order", elsewhere, null),
        ];
    }

    /// <param name="form">Null for a share of executions that are counted elsewhere.</param>
    private static CountLine Line(string work, string per, CloudUse use, WorkForm? form)
    {
        var month = new MonthOfWork(work, form ?? WorkForm.Timer, form is null ? 0 : use[CloudMeter.Units], use, 0);
        var starts = form == WorkForm.Workflow ? month.Units : 0;
        return new CountLine(
            work, per, month.Executions, use[CloudMeter.TableReads], use[CloudMeter.TableQueries], use[CloudMeter.TableWrites], use[CloudMeter.BlobWrites], use[CloudMeter.BusOperations],
            starts * CloudAssumptions.TablesPerStart + month.Episodes * CloudAssumptions.TablesPerEpisode,
            starts * CloudAssumptions.QueuesPerStart + month.Episodes * CloudAssumptions.QueuesPerEpisode
                + use[CloudMeter.Activities] * CloudAssumptions.QueuesPerActivity + use[CloudMeter.Timers] * CloudAssumptions.QueuesPerTimer,
            use[CloudMeter.VenueCalls]);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CostReport))]
internal sealed partial class CostJson : JsonSerializerContext;
