using System.Globalization;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary><see cref="LiveGate"/> at the start of this program, where a person sits before it: what it refuses ends the start, and at last somebody types the words.</summary>
internal sealed class StartGate(TradingSystem system)
{
    private readonly LiveGate gate = new(system.Work, new LiveRemedies($"make one that may ('powertrader keys set {system.Settings.Venue}')", "synchronise this machine's clock"));

    private string Venue => system.Settings.Venue!;

    /// <summary>Asks the venue. Nothing is written there.</summary>
    /// <exception cref="UsageException">Something must be set otherwise; every fault is listed.</exception>
    /// <exception cref="WorldException">The account cannot trade now.</exception>
    public async Task CheckAccountAsync(IBroker broker, CancellationToken cancellationToken)
    {
        var answer = await gate.AskAsync(broker, cancellationToken);
        if (answer.Refusals.FirstOrDefault(refusal => !refusal.IsSetting) is { } world) throw new WorldException(world.Text + ". Nothing was started.");
        if (answer.Refusals.Count > 0) throw new UsageException([.. answer.Refusals.Select(refusal => refusal.Text)]);
        if (answer.Notice is { } notice) system.Notice?.Invoke(notice);
    }

    /// <summary>After the first reconciliation: a start whose books disagree with the venue is allowed to look and to sell, never silently to buy.</summary>
    /// <param name="typed">What a person typed; null asks at the terminal, where there is one.</param>
    /// <exception cref="UsageException">Nobody allowed it.</exception>
    public async Task ConfirmAsync(string? typed, Func<string, string?>? ask, CancellationToken cancellationToken)
    {
        var book = await system.BookAsync(cancellationToken);
        if (LiveGate.Unreconciled(book.Head, Venue, system.Clock.Now) is { } unreconciled) throw new WorldException(unreconciled.Text + ". Try again when it answers.");
        var terms = LiveTerms.Of(system.Settings);
        if (book.Head.LiveTerms == terms) return;
        var words = LiveTerms.Words(system.Settings);
        var said = typed ?? ask?.Invoke(words);
        if (said?.Trim() != words)
        {
            throw new UsageException(
                $"{(said is null ? "real money needs a person's word" : $"--confirm '{said.Trim()}' is not what allows real money")}: {terms}, cash {book.Head.Cash.Amount.ToString("0.##", CultureInfo.InvariantCulture)} {book.Head.Currency}; "
                + $"read docs/how-to/go-live.md, then start again with --confirm '{words}'. Nothing was traded");
        }
        await gate.ConfirmAsync(cancellationToken);
    }
}
