using System.Globalization;
using PowerTrader.Host.CommandLine;
using Spectre.Console;

namespace PowerTrader.Host.Costing;

/// <summary>The report for people.</summary>
internal static class CostText
{
    /// <summary>Columns of a bar for one decade of dollars, above a hundredth of a cent.</summary>
    private const double BarDecade = 6, BarFloor = 0.001;

    public static void Write(CostReport report, IAnsiConsole console)
    {
        Terminal.Text(console, string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Tenants:#,0} tenants of {report.Symbols} coins, a tick each {report.TickSeconds:0} s, {report.OrdersPerTenant:0.#} orders a tenant and month; {report.AtOnce} portfolios at once, heads at most {report.GateAgeSeconds:0} s old"));
        Terminal.Text(console, $"list prices of {report.PricesOf}, {report.Currency}, {report.Region}; a month has thirty days");
        Title(console, $"What was counted ({report.OrdersCounted:0} orders, hours of the simulated market)");
        Counts(report).Write(console);
        Title(console, "A month");
        Rows(report).Write(console);
        Terminal.Text(console, Verdict(report));
        Title(console, "From one tenant to a hundred thousand (a bar's length is the logarithm of the cost of one tenant; | is the target)");
        Growth(report).Write(console);
        Title(console, "Where limits are met, in tenants (rush: all of them order within one tick)");
        Limits(report).Write(console);
        foreach (var limit in report.Limits) Terminal.Text(console, $"- {limit.Name}: {limit.Answer}");
    }

    private static void Title(IAnsiConsole console, string text)
    {
        Terminal.Line(console);
        Terminal.Text(console, text);
    }

    private static TextTable Counts(CostReport report)
    {
        var table = new TextTable(
            new Column("work"), new Column("for each"), new Column("executions", Right: true), new Column("table reads", Right: true), new Column("queries", Right: true),
            new Column("writes", Right: true), new Column("bus", Right: true, Drop: 1), new Column("durable tables", Right: true, Drop: 3), new Column("durable queues", Right: true, Drop: 4),
            new Column("venue", Right: true, Drop: 2));
        foreach (var line in report.Counts)
        {
            table.Add(
                line.Work, line.Per, Number(line.Executions), Number(line.TableReads), Number(line.TableQueries), Number(line.TableWrites), Number(line.BusOperations),
                Number(line.DurableTables), Number(line.DurableQueues), Number(line.VenueCalls));
        }
        return table;
    }

    private static TextTable Rows(CostReport report)
    {
        var table = new TextTable(new Column("resource"), new Column("quantity", Right: true), new Column("unit"), new Column("$ a month", Right: true), new Column("$ a tenant", Right: true));
        foreach (var row in report.Rows) table.Add(row.Resource, Quantity(row.Quantity), row.Unit, Money(row.Cost), Small(row.Cost / report.Tenants));
        table.Add("total", "", "", Money(report.Total), Small(report.PerTenant));
        return table;
    }

    private static string Verdict(CostReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"Target {report.Target:0.00} $ a tenant and month at {report.TargetTenants:#,0} tenants: {report.PerTenantAtTarget:0.0000} $, {(report.MeetsTarget ? "met" : $"missed by {report.PerTenantAtTarget - report.Target:0.0000} $")}.");

    private static TextTable Growth(CostReport report)
    {
        var table = new TextTable(new Column("tenants", Right: true), new Column("$ a month", Right: true), new Column("$ a tenant", Right: true), new Column("", Drop: 1));
        foreach (var line in report.Growth) table.Add(Quantity(line.Tenants), Money(line.Total), Small(line.PerTenant), Bar(line.PerTenant, report.Target));
        return table;
    }

    private static string Bar(double cost, double target)
    {
        var length = Length(cost);
        var mark = Length(target);
        var bar = new string('#', length).PadRight(Math.Max(length, mark + 1)).ToCharArray();
        bar[mark] = '|';
        return new string(bar);
    }

    private static int Length(double cost) => (int)Math.Round(Math.Max(0, Math.Log10(cost / BarFloor)) * BarDecade);

    private static TextTable Limits(CostReport report)
    {
        var table = new TextTable(
            new Column("limit"), new Column("at", Right: true), new Column("unit"), new Column("now", Right: true), new Column("on average", Right: true), new Column("rush", Right: true));
        foreach (var limit in report.Limits)
            table.Add(limit.Name, Quantity(Math.Floor(limit.Limit)), limit.Unit, Quantity(limit.Now), Tenants(limit.Steady), Tenants(limit.Rush));
        return table;
    }

    private static string Tenants(double? tenants) => tenants is { } reached ? Math.Floor(reached).ToString("#,0", CultureInfo.InvariantCulture) : "-";

    private static string Number(double amount) => Math.Round(amount, 2) == 0 ? "-" : amount.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Quantity(double amount) => amount.ToString(amount >= 1000 ? "#,0" : amount >= 10 || amount == Math.Floor(amount) ? "0.#" : "0.####", CultureInfo.InvariantCulture);

    private static string Money(double amount) => amount.ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string Small(double amount) => amount.ToString("0.00000", CultureInfo.InvariantCulture);
}
