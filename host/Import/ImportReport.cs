using System.Globalization;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Import;

/// <summary>What an import would do, or did.</summary>
/// <param name="SettingsFile">Where the settings are written; null where there are none, or they stand already.</param>
/// <param name="KeysFound">Whether files with keys lie in the folder; none is read.</param>
internal sealed record ImportReport(
    string From, bool Applied, IReadOnlyList<TakenSetting> Settings, IReadOnlyList<LeftSetting> NotTaken, string? SettingsFile, int Trades, decimal? RealisedTotal, string? HistoryFile,
    IReadOnlyList<PositionLine> Positions, int PendingOrders, bool KeysFound)
{
    public void Write(TextWriter output)
    {
        void Say(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        if (Settings.Count > 0) Say($"Settings{(SettingsFile is null ? "" : $" ({(Applied ? "written to" : "to be written to")} {SettingsFile})")}:");
        foreach (var taken in Settings) Say($"  {taken.Key,-38} {taken.Value}{(taken.Note is null ? "" : $"   ({taken.From}: {taken.Note})")}");
        if (NotTaken.Count > 0) Say($"Not taken:");
        foreach (var left in NotTaken) Say($"  {left.From}: {left.Why}");
        if (Trades > 0 || RealisedTotal is not null)
            Say($"History: {Trades} trades{(RealisedTotal is { } total ? $", {total:0.00} USD realised by its own reckoning" : "")}{(HistoryFile is null ? "; kept already" : $"; {(Applied ? "kept" : "to be kept")} in {HistoryFile}")}. It is not counted in this program's books; 'powertrader export imported' shows it.");
        if (Positions.Count > 0) Say($"Open positions:");
        foreach (var line in Positions) Say($"  {line.Coin,-8} {Figures.Exact(line.Had),16} cost {line.HadCost:0.00} USD: {line.Text}");
        if (PendingOrders > 0) Say($"attention: {PendingOrders} of its orders were not settled when it was stopped, so its positions may be wrong: look at the venue first.");
        if (KeysFound) Say($"Keys of an account lie in its folder. None was read. 'powertrader keys set robinhood' makes a key of its own for this trader; afterwards delete the old one at the venue and the files here.");
        if (!Applied) Say($"Nothing was changed; the same command with --apply does it.");
        else if (Positions.Any(line => line.State == "waits")) Say($"What waits is taken by the same command later; nothing is taken twice.");
    }
}
