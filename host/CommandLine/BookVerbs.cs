using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.Import;
using PowerTrader.Host.Running;
using PowerTrader.Host.Taxes;

namespace PowerTrader.Host.CommandLine;

/// <summary>One order as people read it.</summary>
internal sealed record OrderLine(
    DateTimeOffset Time, string Id, string Symbol, string Side, string Leg, long Deal, string State, decimal Quantity, decimal Limit, decimal Filled, decimal Fees, string? Reason);

internal sealed record TradeLine(
    DateTimeOffset Time, string Symbol, string Side, string Leg, long Deal, decimal Quantity, decimal Price, decimal Fee, decimal RealisedProfit, string TradeId, string OrderId);

/// <summary>One lot as a tax office reads it.</summary>
internal sealed record LotLine(DateTimeOffset Time, string Symbol, long Deal, decimal Quantity, decimal Value, decimal Fee);

internal sealed record PostingLine(DateTimeOffset Time, long Entry, string Kind, string Reference, string Account, decimal Amount);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(List<OrderLine>))]
[JsonSerializable(typeof(List<LotLine>))]
[JsonSerializable(typeof(List<PostingLine>))]
[JsonSerializable(typeof(List<TradeLine>))]
[JsonSerializable(typeof(IReadOnlyList<Api.CoinStatus>))]
internal sealed partial class BookJson : JsonSerializerContext;

/// <summary><c>orders</c>, <c>positions</c> and <c>export</c>: what the books say, for eyes and for other programs.</summary>
internal static class BookVerbs
{
    private static readonly string[] Formats = ["csv", "json"];

    private static readonly string[] States = ["open", .. Enum.GetNames<OrderState>().Select(name => name.ToLowerInvariant())];

    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var coin = new Option<string?>("--coin") { Description = "Only this coin" };
        var state = new Option<string?>("--state") { Description = "Only this state: " + string.Join(", ", States) };
        var limit = new Option<string?>("--limit") { Description = "Lines a page (default: 20)" };
        var page = new Option<string?>("--page") { Description = "Page, from 1 (default: 1); orders come newest first" };
        var orders = new Command("orders", "Orders, newest first.\n\nExample: powertrader orders --coin BTC --state filled --page 2") { data, coin, state, limit, page, json };
        orders.SetAction((parsed, token) => OrdersAsync(
            parsed.GetValue(data), parsed.GetValue(coin), parsed.GetValue(state), parsed.GetValue(limit), parsed.GetValue(page), parsed.GetValue(json), token));
        var positions = new Command("positions", "What is held, what it cost, what it is worth, what comes next and why nothing happens.\n\nExample: powertrader positions --coin BTC") { data, coin, limit, page, json };
        positions.SetAction((parsed, token) => PositionsAsync(
            parsed.GetValue(data), parsed.GetValue(coin), parsed.GetValue(limit), parsed.GetValue(page), parsed.GetValue(json), token));
        var what = new Argument<string>("WHAT") { Description = "trades, ledger, lots, tax, or imported (what was taken over from another program)" };
        var format = new Option<string?>("--format") { Description = "csv or json (default: csv)" };
        var tax = new TaxOptions();
        var export = new Command("export", "Trades, ledger, lots or imported history, oldest first, to standard output; or a year's disposals for the tax office.\n\nExample: powertrader export tax --year 2025 --method hifo --out tax-2025.csv") { what, data, format, json };
        tax.AddTo(export);
        export.SetAction(async (parsed, token) =>
        {
            var kind = parsed.GetValue(what)!;
            var form = parsed.GetValue(json) ? "json" : parsed.GetValue(format);
            if (kind != "tax")
            {
                tax.Refuse(parsed, kind);
                return await ExportAsync(parsed.GetValue(data), kind, form, token);
            }
            var request = tax.Read(parsed);
            var faults = new OptionFaults();
            var asJson = faults.OneOf("--format", form, "csv", Formats) == "json";
            faults.ThrowIfAny();
            using var system = await ControlVerbs.AttachAsync(parsed.GetValue(data), token);
            return await TaxExport.RunAsync(system, request, asJson, token);
        });
        root.Subcommands.Add(orders);
        root.Subcommands.Add(positions);
        root.Subcommands.Add(export);
    }

    private static async Task<int> OrdersAsync(
        string? data, string? coin, string? state, string? limitText, string? pageText, bool json, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        var wanted = state is null ? null : faults.OneOf("--state", state, OrderList.Open, States);
        var limit = (int)faults.Whole("--limit", limitText, 20, 1, 1000);
        var page = (int)faults.Whole("--page", pageText, 1, 1, 1_000_000);
        faults.ThrowIfAny();
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var symbol = await CoinAsync(system, coin, cancellationToken);
        var list = await OrderList.ReadAsync(system.Work, symbol, wanted, limit, page, cancellationToken);
        RequirePage(page, limit, list.Total, "orders");
        var lines = list.Orders.Select(Line).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(lines, BookJson.Default.ListOrderLine));
            return ExitCodes.Done;
        }
        Table(lines).Write(Terminal.Output);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines.Count} of {list.Total} orders, page {page} of {list.Pages}"));
        return ExitCodes.Done;
    }

    private static TextTable Table(List<OrderLine> lines)
    {
        var table = new TextTable(
            new Column("time"), new Column("id", Drop: 1), new Column("coin"), new Column("deal", Right: true, Drop: 4), new Column("side"),
            new Column("leg"), new Column("state"), new Column("filled", Right: true, Drop: 2), new Column("of", Right: true, Drop: 3),
            new Column("limit", Right: true), new Column("reason", Flexible: true, Drop: 5));
        foreach (var line in lines)
        {
            table.Add(
                line.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), line.Id[..8], line.Symbol,
                line.Deal.ToString(CultureInfo.InvariantCulture), new Cell(line.Side, line.Side == "buy" ? "blue" : "magenta"), line.Leg, line.State,
                Figures.Exact(line.Filled), Figures.Exact(line.Quantity), Figures.Exact(line.Limit), line.Reason);
        }
        return table;
    }

    private static int Pages(int count, int limit) => Math.Max(1, (count + limit - 1) / limit);

    /// <exception cref="UsageException">The page lies beyond the last one.</exception>
    private static void RequirePage(int page, int limit, int count, string what)
    {
        if (page > Pages(count, limit))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--page '{page}' is beyond the end: {count} {what} fill {Pages(count, limit)} {(Pages(count, limit) == 1 ? "page" : "pages")} of {limit}; use a page from 1 to {Pages(count, limit)}"));
    }

    private static OrderLine Line(Order order) => new(
        order.CreatedAt, order.Id.ToString(), order.Symbol.Value, order.Side.ToString().ToLowerInvariant(), order.Leg.Text, order.Deal, order.State.ToString().ToLowerInvariant(),
        order.Quantity.Value, order.Limit.Value, order.Filled.Value, order.Fees.Amount, order.Reason);

    private static async Task<int> PositionsAsync(string? data, string? coin, string? limitText, string? pageText, bool json, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        var limit = (int)faults.Whole("--limit", limitText, 20, 1, 1000);
        var page = (int)faults.Whole("--page", pageText, 1, 1, 1_000_000);
        faults.ThrowIfAny();
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var symbol = await CoinAsync(system, coin, cancellationToken);
        var status = await system.Operations.GetStatusAsync(cancellationToken);
        var all = status.Coins.Where(each => symbol is null || each.Symbol == symbol.Value.Value).ToList();
        RequirePage(page, limit, all.Count, "coins");
        IReadOnlyList<Api.CoinStatus> coins = [.. all.Skip((page - 1) * limit).Take(limit)];
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(coins, BookJson.Default.IReadOnlyListCoinStatus));
            return ExitCodes.Done;
        }
        var console = Terminal.Output;
        foreach (var line in StatusText.Totals(status, Terminal.WidthOf(console))) Terminal.Line(console, line);
        foreach (var line in StatusText.Coins(coins, Terminal.WidthOf(console))) Terminal.Line(console, line);
        if (coins.Count < all.Count) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{coins.Count} of {all.Count} coins, page {page} of {Pages(all.Count, limit)}"));
        foreach (var free in status.Unmanaged)
            Terminal.Text(console, string.Create(CultureInfo.InvariantCulture, $"{free.Coin} {free.Quantity:0.########} unmanaged: never sold; 'powertrader adopt {free.Coin} {free.Quantity:0.########} COST' makes a deal of it"));
        foreach (var each in coins.Where(each => each.Dust > 0 || each.Unconfirmed > 0)) Terminal.Text(console, Rest(each));
        foreach (var order in status.ForeignOrders) Terminal.Text(console, $"not of this system: {order}");
        return ExitCodes.Done;
    }

    private static async Task<Core.Markets.Symbol?> CoinAsync(TradingSystem system, string? coin, CancellationToken cancellationToken) =>
        coin is null ? null : (await system.BookAsync(cancellationToken)).Head.Find(coin)
            ?? throw new UsageException($"--coin '{coin}' is not traded here; 'powertrader positions' lists the coins");

    private static string Rest(Api.CoinStatus coin) => string.Create(
        CultureInfo.InvariantCulture,
        $"{coin.Symbol}{(coin.Dust > 0 ? $" dust {coin.Dust}, taken over by the next deal" : "")}{(coin.Unconfirmed > 0 ? $" {coin.Unconfirmed} left the venue, not confirmed" : "")}");

    private static async Task<int> ExportAsync(string? data, string what, string? formatText, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        var kind = faults.OneOf("WHAT", what, "trades", ["trades", "ledger", "lots", "imported", "tax"]);
        var csv = faults.OneOf("--format", formatText, "csv", Formats) == "csv";
        faults.ThrowIfAny();
        if (kind == "imported") return ExportImported(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder), csv);
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        switch (kind)
        {
            case "trades":
                var trades = (await ReadAsync<Fill>(system, "fill", cancellationToken)).OrderBy(fill => fill.Sequence).Select(fill => new TradeLine(
                    fill.Time, fill.Symbol.Value, fill.Side.ToString().ToLowerInvariant(), fill.Leg.Text, fill.Deal, fill.Quantity.Value, fill.Price.Value,
                    fill.Fee.Amount, fill.RealisedProfit.Amount, fill.TradeId, fill.OrderId.ToString())).ToList();
                if (csv) Csv("time,symbol,side,leg,deal,quantity,price,fee,realisedProfit,tradeId,orderId", trades.Select(trade => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{trade.Time:O},{trade.Symbol},{trade.Side},{trade.Leg},{trade.Deal},{trade.Quantity},{trade.Price},{trade.Fee},{trade.RealisedProfit},{trade.TradeId},{trade.OrderId}")));
                else Console.WriteLine(JsonSerializer.Serialize(trades, BookJson.Default.ListTradeLine));
                break;
            case "ledger":
                var postings = (await ReadAsync<LedgerEntry>(system, "ledger", cancellationToken)).SelectMany(entry => entry.Postings.Select(
                    posting => new PostingLine(entry.Time, entry.Sequence, entry.Kind, entry.Reference, posting.Account, posting.Amount.Amount))).ToList();
                if (csv) Csv("time,entry,kind,reference,account,amount", postings.Select(line => string.Create(
                    CultureInfo.InvariantCulture, $"{line.Time:O},{line.Entry},{line.Kind},{line.Reference},{line.Account},{line.Amount}")));
                else Console.WriteLine(JsonSerializer.Serialize(postings, BookJson.Default.ListPostingLine));
                break;
            default:
                var lots = (await ReadAsync<Lot>(system, "lot", cancellationToken)).Select(
                    lot => new LotLine(lot.BoughtAt, lot.Symbol.Value, lot.Deal, lot.Quantity.Value, lot.Value.Amount, lot.Fee.Amount)).OrderBy(lot => lot.Time).ToList();
                if (csv) Csv("time,symbol,deal,quantity,value,fee", lots.Select(lot => string.Create(
                    CultureInfo.InvariantCulture, $"{lot.Time:O},{lot.Symbol},{lot.Deal},{lot.Quantity},{lot.Value},{lot.Fee}")));
                else Console.WriteLine(JsonSerializer.Serialize(lots, BookJson.Default.ListLotLine));
                break;
        }
        return ExitCodes.Done;
    }

    private static int ExportImported(string folder, bool csv)
    {
        var history = ImportedHistory.Load(folder) ?? throw new UsageException($"--data '{folder}' holds no imported history; 'powertrader import --from FOLDER --apply' takes one over");
        if (csv) Csv("time,symbol,side,tag,quantity,price,fees,realisedProfit,orderId", history.Trades.Select(trade => string.Create(
            CultureInfo.InvariantCulture, $"{trade.Time:O},{trade.Symbol},{trade.Side},{Plain(trade.Tag)},{trade.Quantity},{trade.Price},{trade.Fees},{trade.RealisedProfit},{Plain(trade.OrderId)}")));
        else Console.WriteLine(JsonSerializer.Serialize([.. history.Trades], ImportJson.Default.ListImportedTrade));
        return ExitCodes.Done;
    }

    /// <summary>Another program's words may hold anything.</summary>
    private static string Plain(string? text) => (text ?? "").Replace(',', ' ').Replace('"', ' ').ReplaceLineEndings(" ");

    private static async Task<List<T>> ReadAsync<T>(TradingSystem system, string kind, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await foreach (var item in system.Sessions.Store.ReadAsync<T>(TradingSystem.DefaultPortfolio, kind, cancellationToken)) items.Add(item);
        return items;
    }

    /// <summary>No field holds a comma: ids, symbols, numbers and instants only.</summary>
    private static void Csv(string header, IEnumerable<string> lines)
    {
        Console.WriteLine(header);
        foreach (var line in lines) Console.WriteLine(line);
    }
}
