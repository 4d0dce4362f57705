using System.Globalization;
using PowerTrader.Api;
using PowerTrader.Host.CommandLine;
using Spectre.Console;

namespace PowerTrader.Host.Running;

/// <summary>Where everything stands, as lines of markup that fit a width: shared by the live view, the lines of a run and <c>positions</c>.</summary>
internal static class StatusText
{
    /// <summary>From here on a coin is one line; on narrower terminals its words stand under its numbers.</summary>
    public const int WideEnough = 180;

    private const string Gap = "   ";
    private const int WordsIndent = 4;
    private const int WordsWidth = 36;

    /// <summary>Market, money, speed and time, then the totals, realised and unrealised side by side.</summary>
    public static IReadOnlyList<string> Totals(TraderStatus status, int? width)
    {
        var halt = status.Halt == "active" ? "green" : "yellow";
        return [.. Flow(
        [
            (status.Market, "bold"), ($"{status.Money} money", "bold"), ($"speed {status.Speed}", null),
            (status.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC", null), (status.Halt, halt),
            .. status.Prices is { } source ? new (string, string?)[] { ($"prices by {source}", null) } : [],
            .. status.AccountBy is { } account ? new (string, string?)[] { ($"account by {account}", null) } : [],
        ], width), .. Flow(
        [
            ($"equity {Figures.Money(status.Equity)} {status.Currency}", "bold"), ($"cash {Figures.Money(status.Cash)}", null), ($"reserved {Figures.Money(status.Reserved)}", null),
            ($"realised {Figures.Money(status.RealisedProfit)}", Sign(status.RealisedProfit)), ($"unrealised {Figures.Money(status.UnrealisedProfit)}", Sign(status.UnrealisedProfit)),
            ($"fees {Figures.Money(status.Fees)}", null), ($"drawdown {Share(status.Drawdown)}", null), ($"locked {Share(status.LockedCapital)}", null),
            ($"today {(-status.LossToday).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture)} %", Sign(-status.LossToday)), ($"deals {status.WonDeals}/{status.ClosedDeals} won", null),
            ($"refused steps {status.RefusedSteps}", null), ($"forecasts {status.Forecasts}", null),
        ], width)];
    }

    /// <summary>The coins' table. Wide or in a file the words stand in it, else under each coin.</summary>
    public static IReadOnlyList<string> Coins(IReadOnlyList<CoinStatus> coins, int? width)
    {
        var words = width is null or >= WideEnough;
        List<Column> columns =
        [
            new("coin"), new("bid", Right: true), new("L:S"), new("held", Right: true, Drop: 4), new("cost", Right: true), new("unreal.", Right: true),
            new("DCA", Right: true), new("age", Right: true, Drop: 1), new("ladder left", Right: true, Drop: 2), new("locked", Right: true, Drop: 3),
        ];
        if (words) columns.AddRange([new("nearest next action", Flexible: true, Least: WordsWidth), new("why nothing happens", Flexible: true, Least: WordsWidth)]);
        var table = new TextTable(columns);
        foreach (var coin in coins) table.Add([.. Cells(coin), .. words ? (IEnumerable<Cell>)[coin.Next, coin.Why] : []]);
        var lines = table.Lines(width);
        if (words) return lines;
        return [lines[0], .. lines.Skip(1).Zip(coins).SelectMany(pair => Stacked(pair.First, pair.Second, width!.Value))];
    }

    private static IEnumerable<Cell> Cells(CoinStatus coin)
    {
        var holds = coin.Quantity > 0;
        return
        [
            coin.Symbol, coin.Bid?.ToString("0.########", CultureInfo.InvariantCulture) ?? "-", $"{coin.Long}:{coin.Short}",
            holds ? Figures.Exact(coin.Quantity) : "-", holds ? Figures.Money(coin.Cost) : "-",
            holds ? new Cell(Figures.Money(coin.UnrealisedProfit), Sign(coin.UnrealisedProfit)) : "-", holds ? coin.DcaSteps.ToString(CultureInfo.InvariantCulture) : "-",
            coin.DealAgeDays is { } age ? string.Create(CultureInfo.InvariantCulture, $"{age:0.0} d") : "-", holds ? Figures.Money(coin.LadderLeft) : "-",
            holds ? Share(coin.LockedCapital) : "-",
        ];
    }

    private static IEnumerable<string> Stacked(string numbers, CoinStatus coin, int width)
    {
        yield return numbers;
        var indent = new string(' ', WordsIndent);
        yield return $"{indent}{Markup.Escape(TextTable.Cut(coin.Next, width - WordsIndent))}";
        if (coin.Why.Length > 0) yield return $"{indent}[grey]{Markup.Escape(TextTable.Cut("why: " + coin.Why, width - WordsIndent))}[/]";
    }

    /// <summary>Items in a row, a new line before one that would not fit.</summary>
    private static IEnumerable<string> Flow(IEnumerable<(string Text, string? Style)> items, int? width)
    {
        var line = "";
        var used = 0;
        foreach (var (text, style) in items)
        {
            if (used > 0 && used + Gap.Length + text.Length > width)
            {
                yield return line;
                (line, used) = ("", 0);
            }
            var part = style is null ? Markup.Escape(text) : $"[{style}]{Markup.Escape(text)}[/]";
            line += used == 0 ? part : Gap + part;
            used += used == 0 ? text.Length : Gap.Length + text.Length;
        }
        if (used > 0) yield return line;
    }

    private static string? Sign(decimal value) => value switch { > 0 => "green", < 0 => "red", _ => null };

    private static string Share(decimal value) => (value * 100m).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
