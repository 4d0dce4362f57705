using System.Globalization;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Import;

/// <summary>What becomes of one open position of the predecessor.</summary>
/// <param name="Quantity">That is adopted; 0 where none is.</param>
/// <param name="State">adopt, adopted or waits.</param>
internal sealed record PositionLine(string Coin, decimal Had, decimal HadCost, decimal Quantity, decimal Cost, string State, string Text);

/// <summary>Makes deals of the predecessor's open positions by adoption: all of them in one commit, each once per ledger.</summary>
internal static class PositionPlan
{
    /// <summary>Adoptions of one commit: five rows each.</summary>
    private const int MostAtOnce = 15;

    /// <param name="work">Null where nothing runs in the data folder yet.</param>
    public static async Task<IReadOnlyList<PositionLine>> OfAsync(TraderWork? work, ImportedHistory history, CancellationToken cancellationToken)
    {
        if (work is null) return [.. history.Positions.Select(position => Waits(position, "there is no trader in the data folder yet: start it with these settings, then run this again"))];
        var book = await work.BookAsync(cancellationToken);
        var lines = new List<PositionLine>();
        foreach (var position in history.Positions)
        {
            var used = await work.Sessions.Store.GetKeyAsync(work.Portfolio, KeyOf(position, history), cancellationToken);
            lines.Add(used is not null ? Line(position, 0, 0, "adopted", "was made a deal by an earlier import") : Plan(book, position));
        }
        return lines;
    }

    public static async Task<IReadOnlyList<PositionLine>> AdoptAsync(TraderWork work, ImportedHistory history, IReadOnlyList<PositionLine> lines, CancellationToken cancellationToken)
    {
        var done = new List<PositionLine>();
        foreach (var part in lines.Where(line => line.State == "adopt").Chunk(MostAtOnce))
        {
            var entries = part.Select(line => new AdoptionRequest(line.Coin, line.Quantity, line.Cost, KeyOf(history.Positions.First(position => position.Coin == line.Coin), history))).ToList();
            var answer = await new BookOperations(work).AdoptAllAsync(entries, cancellationToken);
            if (answer.Refusal is { } refusal) throw new CommandLine.UsageException(refusal);
            done.AddRange(part.Zip(answer.Value!, (line, view) => line with { State = "adopted", Text = string.Create(CultureInfo.InvariantCulture, $"is deal {view.Deal} now") }));
        }
        return [.. lines.Select(line => done.Find(each => each.Coin == line.Coin) ?? line)];
    }

    /// <summary>A position of one state of its ledger is adopted once, however often the import is repeated.</summary>
    private static string KeyOf(ImportedPosition position, ImportedHistory history) =>
        string.Create(CultureInfo.InvariantCulture, $"import|{position.Coin}|{history.LedgerTime?.ToUnixTimeSeconds() ?? 0}");

    private static PositionLine Plan(PortfolioBook book, ImportedPosition position)
    {
        if (book.Head.Find(position.Coin) is not { } symbol) return Waits(position, $"{position.Coin} is not traded here; add it to the setting 'coins'");
        var free = book.UnmanagedOf(symbol.Base).Value;
        var quantity = Math.Min(position.Quantity, free);
        var cost = quantity == position.Quantity ? position.Cost : decimal.Round(position.Cost * quantity / position.Quantity, 8);
        if (free > 0 && Adoption.Refusal(book, symbol, quantity, cost) is { } refusal) return Waits(position, refusal);
        if (free == 0)
        {
            return Waits(position, book.SymbolOf(symbol).Deal is { HasPosition: true } deal
                ? string.Create(CultureInfo.InvariantCulture, $"{symbol.Base} has the open deal {deal.Number} and no unmanaged coins")
                : $"no unmanaged {symbol.Base} is at the venue of this portfolio ({book.Head.Mode.ToString().ToLowerInvariant()}); on the live account: 'powertrader reconcile' finds them, then run this again");
        }
        return Line(position, quantity, cost, "adopt", quantity < position.Quantity
            ? string.Create(CultureInfo.InvariantCulture, $"becomes a deal of the {quantity} that are at the venue, at their part of the cost")
            : "becomes a deal; its ladder begins anew");
    }

    private static PositionLine Waits(ImportedPosition position, string why) => Line(position, 0, 0, "waits", why);

    private static PositionLine Line(ImportedPosition position, decimal quantity, decimal cost, string state, string text) =>
        new(position.Coin, position.Quantity, position.Cost, quantity, cost, state, text);
}
