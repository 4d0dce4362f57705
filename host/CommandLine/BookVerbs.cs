using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary>One order as people read it.</summary>
internal sealed record OrderLine(
    DateTimeOffset Time, string Id, string Symbol, string Side, string Leg, string State, decimal Quantity, decimal Limit, decimal Filled, decimal Fees, string? Reason);

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
    private static readonly string[] States = ["open", .. Enum.GetNames<OrderState>().Select(name => name.ToLowerInvariant())];

    public static void AddTo(RootCommand root)
    {
        var data = new Option<string?>("--data") { Description = "Folder of the trader (default: the user's application data)" };
        var json = new Option<bool>("--json") { Description = "Print JSON alone on standard output" };
        var coin = new Option<string?>("--coin") { Description = "Only this coin" };
        var state = new Option<string?>("--state") { Description = "Only this state: " + string.Join(", ", States) };
        var limit = new Option<string?>("--limit") { Description = "Orders a page (default: 20)" };
        var page = new Option<string?>("--page") { Description = "Page, from 1, newest orders first (default: 1)" };
        var orders = new Command("orders", "Orders, newest first.\n\nExample: powertrader orders --coin BTC --state filled --page 2") { data, coin, state, limit, page, json };
        orders.SetAction((parsed, token) => OrdersAsync(
            parsed.GetValue(data), parsed.GetValue(coin), parsed.GetValue(state), parsed.GetValue(limit), parsed.GetValue(page), parsed.GetValue(json), token));
        var positions = new Command("positions", "What is held, what it cost, what it is worth and what comes next.\n\nExample: powertrader positions") { data, json };
        positions.SetAction((parsed, token) => PositionsAsync(parsed.GetValue(data), parsed.GetValue(json), token));
        var what = new Argument<string>("WHAT") { Description = "trades, ledger or lots" };
        var format = new Option<string?>("--format") { Description = "csv or json (default: csv)" };
        var export = new Command("export", "Trades, ledger or lots, oldest first, to standard output.\n\nExample: powertrader export trades --format csv > trades.csv") { what, data, format };
        export.SetAction((parsed, token) => ExportAsync(parsed.GetValue(data), parsed.GetValue(what)!, parsed.GetValue(format), token));
        root.Subcommands.Add(orders);
        root.Subcommands.Add(positions);
        root.Subcommands.Add(export);
    }

    private static async Task<int> OrdersAsync(
        string? data, string? coin, string? state, string? limitText, string? pageText, bool json, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        var wanted = state is null ? null : faults.OneOf("--state", state, "open", States);
        var limit = (int)faults.Whole("--limit", limitText, 20, 1, 1000);
        var page = (int)faults.Whole("--page", pageText, 1, 1, 1_000_000);
        faults.ThrowIfAny();
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        Core.Markets.Symbol? symbol = coin is null ? null : TraderOperations.Find(await system.BookAsync(cancellationToken), coin)
            ?? throw new UsageException($"--coin '{coin}' is not traded here; 'powertrader positions' lists the coins");
        var all = new List<Order>();
        await foreach (var order in system.Sessions.Store.ReadAsync<Order>(TradingSystem.DefaultPortfolio, "order", cancellationToken))
        {
            if (symbol is { } one && order.Symbol != one) continue;
            if (wanted is null || (wanted == "open" ? !order.State.IsFinal() : string.Equals(order.State.ToString(), wanted, StringComparison.OrdinalIgnoreCase))) all.Add(order);
        }
        var lines = all.OrderByDescending(order => order.CreatedAt).ThenBy(order => order.Id.ToString(), StringComparer.Ordinal)
            .Skip((page - 1) * limit).Take(limit).Select(Line).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(lines, BookJson.Default.ListOrderLine));
            return ExitCodes.Done;
        }
        foreach (var line in lines)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{line.Time:yyyy-MM-dd HH:mm:ss}  {line.Symbol,-10} {line.Side,-4} {line.Leg,-7} {line.State,-10} {line.Filled}/{line.Quantity} at {line.Limit}  {line.Reason}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines.Count} of {all.Count} orders, page {page} of {Math.Max(1, (all.Count + limit - 1) / limit)}"));
        return ExitCodes.Done;
    }

    private static OrderLine Line(Order order) => new(
        order.CreatedAt, order.Id.ToString(), order.Symbol.Value, order.Side.ToString().ToLowerInvariant(), order.Leg.Text, order.State.ToString().ToLowerInvariant(),
        order.Quantity.Value, order.Limit.Value, order.Filled.Value, order.Fees.Amount, order.Reason);

    private static async Task<int> PositionsAsync(string? data, bool json, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var status = await new TraderOperations(system).GetStatusAsync(cancellationToken);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(status.Coins, BookJson.Default.IReadOnlyListCoinStatus));
            return ExitCodes.Done;
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{status.Market}, {status.Money} money, {status.Time:yyyy-MM-dd HH:mm} UTC, {status.Halt}: equity {status.Equity:0.00} {status.Currency}, cash {status.Cash:0.00}, locked {status.LockedCapital * 100:0.0} %"));
        foreach (var position in status.Coins)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{position.Symbol,-10} {position.Quantity,16:0.########}  cost {position.Cost,10:0.00}  unrealised {position.UnrealisedProfit,9:0.00}  DCA {position.DcaSteps}  {position.Next}{Rest(position)}"));
        }
        foreach (var coin in status.Unmanaged)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{coin.Coin,-10} {coin.Quantity,16:0.########}  unmanaged: never sold; 'powertrader adopt {coin.Coin} {coin.Quantity:0.########} COST' makes a deal of it"));
        foreach (var order in status.ForeignOrders) Console.WriteLine($"not of this system: {order}");
        return ExitCodes.Done;
    }

    private static string Rest(Api.CoinStatus position) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(position.Dust > 0 ? $"; dust {position.Dust}, taken over by the next deal" : "")}{(position.Unconfirmed > 0 ? $"; {position.Unconfirmed} left the venue, not confirmed" : "")}");

    private static async Task<int> ExportAsync(string? data, string what, string? formatText, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        var kind = faults.OneOf("WHAT", what, "trades", ["trades", "ledger", "lots"]);
        var csv = faults.OneOf("--format", formatText, "csv", ["csv", "json"]) == "csv";
        faults.ThrowIfAny();
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
