using PowerTrader.Adapters.Metering;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using static PowerTrader.Host.Costing.CloudAssumptions;

namespace PowerTrader.Host.Costing;

internal enum WorkForm
{
    Timer,
    Workflow,
    Message,
}

/// <summary>One kind of work over a month of thirty days.</summary>
/// <param name="Units">Firings, instances, messages.</param>
/// <param name="Use">Of all of them.</param>
/// <param name="UnitSeconds">How long one takes from start to end; of a workflow, each of its executions.</param>
internal sealed record MonthOfWork(string Name, WorkForm Form, double Units, CloudUse Use, double UnitSeconds)
{
    /// <summary>Runs of an orchestrator: the first, and one after each activity and timer.</summary>
    public double Episodes => Form == WorkForm.Workflow ? Units + Use[CloudMeter.Activities] + Use[CloudMeter.Timers] : 0;

    public double Executions => Form == WorkForm.Workflow ? Episodes + Use[CloudMeter.Activities] : Units;

    /// <summary>Every kind, for the question.</summary>
    public static IReadOnlyList<MonthOfWork> All(CountedRuns runs, CostQuestion question)
    {
        var orders = question.Tenants * question.Orders;
        var forecasts = Timeframes.All.Sum(timeframe => Month / timeframe.Length().TotalSeconds) * question.Symbols;
        return
        [
            Timer(runs, question, Names.MarketTick, question.Tick.TotalSeconds), Timer(runs, question, Names.TradeTick, question.Tick.TotalSeconds),
            Timer(runs, question, Names.Reconcile, 300), Timer(runs, question, Names.Repair, 3600), Timer(runs, question, Names.Train, 86_400),
            Timer(runs, question, Names.DailyClose, 86_400),
            Workflow(runs, question, Names.Forecast, forecasts), Workflow(runs, question, Names.RepairCandles, Month / 3600),
            Workflow(runs, question, Names.TrainModels, Month / 86_400), Workflow(runs, question, Names.CloseDay, Month / 86_400),
            OfOrders(runs, question, Names.TradeCycle, WorkForm.Workflow, orders), OfOrders(runs, question, Names.OrdersQueue, WorkForm.Message, orders),
            OfOrders(runs, question, Names.TrackOrder, WorkForm.Workflow, orders),
        ];
    }

    /// <summary>Guessed time of the use's requests, one after the other.</summary>
    public static double SecondsOf(CloudUse use) =>
        use[CloudMeter.TableReads] * TableRead + use[CloudMeter.TableQueries] * TableQuery + use[CloudMeter.TableWrites] * TableWrite
        + (use[CloudMeter.BlobReads] + use[CloudMeter.BlobWrites]) * Blob + use[CloudMeter.BusOperations] * BusSend
        + (use[CloudMeter.WorkflowStarts] + use[CloudMeter.WorkflowQueries]) * WorkflowStart + use[CloudMeter.VenueCalls] * Venue;

    /// <summary>What is shared comes first; then the tenants, several at once.</summary>
    private static MonthOfWork Timer(CountedRuns runs, CostQuestion question, string name, double period)
    {
        var units = Month / period;
        var shared = SecondsOf(runs.Each(name, 0, question.Symbols));
        var each = runs.Each(name, question.Tenants, question.Symbols).Plus(runs.PerOrder(name, question.Symbols).Times(question.Tenants * question.Orders / units));
        var gate = name == Names.TradeTick ? question.Tenants * Gate : 0;
        var seconds = Execution + shared + (SecondsOf(each) - shared) / question.AtOnce + gate;
        return new MonthOfWork(name, WorkForm.Timer, units, each.Times(units), seconds);
    }

    private static MonthOfWork Workflow(CountedRuns runs, CostQuestion question, string name, double units)
    {
        var each = runs.Each(name, question.Tenants, question.Symbols);
        return InExecutions(new MonthOfWork(name, WorkForm.Workflow, units, each.Times(units), SecondsOf(each)));
    }

    private static MonthOfWork OfOrders(CountedRuns runs, CostQuestion question, string name, WorkForm form, double orders)
    {
        var each = runs.PerOrder(name, question.Symbols);
        var units = orders * each[CloudMeter.Units];
        return InExecutions(new MonthOfWork(name, form, units, each.Times(orders), units == 0 ? 0 : SecondsOf(each) / each[CloudMeter.Units]));
    }

    private static MonthOfWork InExecutions(MonthOfWork work) =>
        work with { UnitSeconds = Execution + (work.Executions == 0 ? 0 : work.UnitSeconds * work.Units / work.Executions) };
}
